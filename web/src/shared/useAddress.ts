// What stands behind the `?` of the address, as the state of a page.
import { useCallback } from "react";
import { useLocation, useSearch } from "wouter";

/** The text as it stands, and what puts another one there; the way back stays what it was. */
export function useAddress(): [string, (text: string) => void] {
  // It tells when the address changes; what it gives is decoded, so that signs in values are lost.
  useSearch();
  const [, navigate] = useLocation();
  const put = useCallback(
    (text: string) => {
      const { pathname } = window.location;
      navigate(text === "" ? pathname : `${pathname}?${text}`, { replace: true });
    },
    [navigate],
  );
  return [window.location.search.replace(/^\?/, ""), put];
}
