// How far a run is, without asking for the whole page each time. Once it stands otherwise, the page itself is asked for. Without
// scripts the page asks for itself.

const box = document.querySelector("[data-run]");

async function look() {
  try {
    const answer = await fetch(box.dataset.run, { headers: { accept: "application/json" } });
    if (!answer.ok) {
      location.reload();
      return;
    }
    const seen = await answer.json();
    if (seen.state !== box.dataset.state) {
      location.reload();
      return;
    }
    box.querySelector("progress").value = seen.progress;
    box.querySelector(".progress-text .muted").textContent = seen.text;
  } catch {
    // No connection at the moment: asked again below.
  }
  setTimeout(look, 2000);
}

setTimeout(look, 1000);
