export default function SidePanel() {
  return null
}
