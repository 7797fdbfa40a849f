/** A short quiet tone, made on the spot: there is nothing to download. */
export function blip() {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const loudness = audio.createGain();
  const now = audio.currentTime;
  tone.frequency.value = 880;
  loudness.gain.setValueAtTime(0.1, now);
  loudness.gain.exponentialRampToValueAtTime(0.001, now + 0.3);
  tone.connect(loudness).connect(audio.destination);
  tone.start();
  tone.stop(now + 0.3);
  tone.onended = () => audio.close();
}
