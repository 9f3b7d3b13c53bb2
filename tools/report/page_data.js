// All that the page shows, as the program wrote it into it.

export const page = JSON.parse(document.getElementById('data').textContent);
