import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../../api/queries';
import type { Id } from '../../../api/types';
import { useMeta } from '../../../meta/meta';
import { Waiting } from '../../../ui/Delayed';
import { PageError } from '../../../ui/PageError';
import { useTexts } from '../../../ui/useTexts';
import type { ContactKind } from './contact-kind';
import { noShape } from './contact-kind';
import { Fields } from './Fields';

function Made({ id }: { id: Id }) {
  const { data, error } = useQuery(queries.shape(id));
  if (error) return <PageError text={error.message} />;
  return data ? <Fields shape={data.module} /> : <Waiting rows={5} />;
}

/** The own fields of people, and those of companies: made and ordered like a module's. */
export default function ContactFields() {
  const t = useTexts('contact');
  const { meta } = useMeta();
  const [kind, setKind] = useState<ContactKind>('person');
  const id = meta.contact_shapes[kind];
  return (
    <>
      <SegmentedControl
        mb="md"
        aria-label={t('kind')}
        value={kind}
        data={[{ value: 'person', label: t('people') }, { value: 'company', label: t('companies') }]}
        onChange={(value) => { setKind(value as ContactKind); }}
      />
      {id === null ? <Fields key={kind} shape={noShape(kind)} /> : <Made key={kind} id={id} />}
    </>
  );
}
