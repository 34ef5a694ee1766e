import CellCanvas

// How a part of a whole is written in percent, unless a scene compares parts that need decimals of their own: whole from
// 10 % to 99 %, with a decimal nearer to either end, and nothing is ever rounded to 0 % or to 100 %.

/// A part of 1: 0 %, < 0.1 %, 3.7 %, 74 %, 99.3 %, > 99.9 %, 100 %; and what is more than all of it: 150 %.
func percent(_ part: Double) -> String {
  // A sum of parts misses nothing and all by its rounding.
  let isEnd = part < 1e-6 || abs(part - 1) < 1e-6
  return isEnd ? NumberText.fixed(100 * part, decimals: 0) + " %" : between(part)
}

/// A part of 1.
func percent(_ part: Float) -> String { percent(Double(part)) }

/// A probability that softmax gives: never nothing and never all, even where the number is too small, or too near to 1, for
/// the machine.
func chance(_ probability: Float) -> String { between(min(1, Double(probability))) }

/// So many of all that there are, with as many decimals as tell each count from the next: 93.5 % and 94 % of 200.
func percent(_ count: Int, of whole: Int) -> String {
  guard whole > 0 else { return percent(0.0) }
  var (decimals, unit) = (0, 1)
  while 100 * unit < whole {
    decimals += 1
    unit *= 10
  }
  let share = 100 * Double(count) / Double(whole)
  return NumberText.fixed(share, decimals: share == share.rounded() ? 0 : decimals) + " %"
}

/// A part that is neither nothing nor all.
private func between(_ part: Double) -> String {
  let percent = 100 * part
  if percent < 0.05 { return "< 0.1 %" }
  if percent <= 100, percent > 99.95 { return "> 99.9 %" }
  // What is called 99.9 is no less.
  if percent >= 99, percent <= 100 { return NumberText.fixed((percent * 10).rounded(.down) / 10, decimals: 1) + " %" }
  return NumberText.fixed(percent, decimals: percent < 9.95 ? 1 : 0) + " %"
}
