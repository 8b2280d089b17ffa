export default function Simulator() {
  return null
}
