/** A button that asks the browser where the person is, then opens the same page for that place. */
export function locate(button) {
  if (!navigator.geolocation) return;
  const said = document.getElementById(button.getAttribute("aria-describedby"));
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    if (said) said.textContent = button.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const place = new URLSearchParams({ lon: coords.longitude.toFixed(5), lat: coords.latitude.toFixed(5) });
        location.assign(`${button.dataset.locate}?${place}`);
      },
      () => {
        button.disabled = false;
        if (said) said.textContent = button.dataset.refused;
      },
      { timeout: 10000, maximumAge: 60000 },
    );
  });
}
