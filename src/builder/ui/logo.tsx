/** The product's mark. */
export const Logo = ({ size = 22 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="shrink-0">
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <path
      d="M9 9v4.500a5 5 0 0 0 5 5h4a5 5 0 0 1 5 5"
      fill="none"
      stroke="#fff"
      strokeWidth="2.6"
      strokeLinecap="round"
    />
    <circle cx="9" cy="8.500" r="3" fill="#fff" />
    <circle cx="23" cy="23.500" r="3" fill="#fff" />
  </svg>
)
