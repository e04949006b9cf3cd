import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { showProblem } from '../../api/change';
import { api } from '../../api/client';
import { queries } from '../../api/queries';
import type { Id, Theme } from '../../api/types';

export function useLogout() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: api.session.logout,
    onSuccess: async () => {
      client.clear();
      await client.fetchQuery(queries.boot());
      await router.navigate({ to: '/login' });
    },
    onError: showProblem,
  });
}

export function useSetTheme() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (theme: Theme) => api.me.patch({ theme }),
    onMutate: (theme) => {
      client.setQueryData(queries.meta().queryKey, (meta) => meta && { ...meta, me: { ...meta.me, theme } });
    },
    onError: showProblem,
    onSettled: () => client.invalidateQueries({ queryKey: queries.meta().queryKey }),
  });
}

/** Another of my companies: the program begins anew there. */
export function useSwitch() {
  return useMutation({
    mutationFn: (account: Id) => api.session.enter(account),
    onSuccess: ({ url }) => {
      window.location.assign(url);
    },
    onError: showProblem,
  });
}
