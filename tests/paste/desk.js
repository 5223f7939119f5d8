// What the tests ask of every editor's page, as `desk`: over the little that differs from editor to editor.
//   html   the document as the editor itself writes it
//   empty  takes everything out of it
//   focus  puts the cursor into it
export function mount({ html, empty, focus }) {
  let pasted = null;
  document.addEventListener("paste", (event) => {
    pasted = { trusted: event.isTrusted, types: [...event.clipboardData.types] };
  }, true);
  window.desk = {
    html,
    pasted: () => pasted,
    empty: () => {
      pasted = null;
      empty();
      focus();
    },
  };
}
