const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * A duration as .NET's TimeSpan writes it, which Azure's APIs show: `[d.]hh:mm:ss[.fffffff]`.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/standard-timespan-format-strings#the-constant-c-format-specifier
 */
export function timeSpan(milliseconds: number): string {
  const ms = Math.max(0, Math.floor(milliseconds));
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const days = Math.floor(ms / dayMs);
  const clock = [
    two((ms % dayMs) / hourMs),
    two((ms % hourMs) / minuteMs),
    two((ms % minuteMs) / secondMs),
  ].join(':');
  const fraction = ms % secondMs;
  return `${days > 0 ? `${days}.` : ''}${clock}${fraction > 0 ? `.${String(fraction).padStart(3, '0')}0000` : ''}`;
}
