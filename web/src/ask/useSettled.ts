// A value that waits until somebody has typed to the end.
import { useEffect, useState } from "react";

const WAIT_MS = 350;

/** `value` as it was when it had not changed for a moment. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), WAIT_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
