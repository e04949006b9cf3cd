import { createPortal } from 'react-dom';
import type { Toast } from '../api/toast';
import { hideToast, holdToast, useToasts } from '../api/toast';
import classes from './Toasts.module.css';
import { useTexts } from '../ui/useTexts';

function One({ toast }: { toast: Toast }) {
  const t = useTexts('common');
  const { id, text, alarm, action } = toast;
  const hold = (on: boolean) => () => {
    holdToast(id, on);
  };
  return (
    <div
      className={classes['toast']}
      data-alarm={alarm === true || undefined}
      role={alarm === true ? 'alert' : undefined}
      onMouseEnter={hold(true)}
      onMouseLeave={hold(false)}
      onFocus={hold(true)}
      onBlur={hold(false)}
    >
      <span className={classes['text']}>{text}</span>
      {action && (
        <button
          type="button"
          className={classes['button']}
          onClick={() => {
            hideToast(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className={`${classes['button'] ?? ''} ${classes['close'] ?? ''}`}
        aria-label={t('close')}
        onClick={() => {
          hideToast(id);
        }}
      >
        ✕
      </button>
    </div>
  );
}

export function Toasts() {
  const toasts = useToasts();
  const place = document.getElementById('portal');
  if (!place) return null;
  return createPortal(
    <div className={classes['list']} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </div>,
    place,
  );
}
