// Fetches the features in view from an OGC API Features collection.

export class Items {
  constructor(address, limit) {
    this.address = address;
    this.limit = limit;
    this.running = null;
  }

  /** Return the whole feature with this id. */
  async one(id) {
    const answer = await fetch(`${this.address}/${id}`, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(`${answer.status} ${this.address}/${id}`);
    return answer.json();
  }

  /** Return { features, matched } within `bounds`; null when a newer call has taken over. */
  async within(bounds) {
    this.running?.abort();
    const mine = (this.running = new AbortController());
    const [[west, south], [east, north]] = bounds.toArray();
    const box = [Math.max(west, -180), Math.max(south, -90), Math.min(east, 180), Math.min(north, 90)];
    const query = new URLSearchParams({ bbox: box.map((n) => n.toFixed(5)).join(), limit: this.limit, f: "json" });
    try {
      const answer = await fetch(`${this.address}?${query}`, {
        signal: mine.signal,
        headers: { Accept: "application/geo+json" },
      });
      if (!answer.ok) throw new Error(`${answer.status} ${this.address}`);
      const page = await answer.json();
      return { features: page.features, matched: page.numberMatched ?? page.features.length };
    } catch (error) {
      if (error.name === "AbortError") return null;
      throw error;
    }
  }
}
