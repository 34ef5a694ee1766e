/// Numbers as the screen shows and reads them: a true minus sign, thousands apart, no more digits than the point needs.
public enum NumberText {
  /// A whole number with commas between thousands: −1,234,567.
  public static func integer(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A number with exactly so many decimals: −0.50. Never a negative zero; what is too large for digits as 1.2e+20.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "−∞" : "∞" }
    var unit = 1.0
    for _ in 0..<max(0, decimals) { unit *= 10 }
    let scaled = (abs(value) * unit).rounded()
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard scaled < 1e18 else { return sign + "\(abs(value))" }
    let digits = String(Int(scaled))
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A number with as many decimals as it needs, two at the most: 3, 0.5, −1.25.
  public static func plain(_ value: Double) -> String {
    // Most are whole, and a figure is full of them.
    if value == value.rounded(), abs(value) < 1e15 { return fixed(value, decimals: 0) }
    var text = fixed(value, decimals: 2)
    guard !text.contains("e") else { return text }
    while text.contains("."), text.last == "0" || text.last == "." { text.removeLast() }
    return text
  }

  /// An amount of at least nothing with its unit and the prefix that keeps it short, to three digits: 4 MB, 1.05 µs, 12 GB.
  public static func metric(_ value: Double, unit: String) -> String {
    let prefixes = ["n", "µ", "m", "", "k", "M", "G", "T", "P", "E"]
    guard value.isFinite, value > 0 else { return "0 " + unit }
    var scaled = value
    var index = 3
    while scaled < 1, index > 0 {
      scaled *= 1000
      index -= 1
    }
    // 999.6 would be rounded to four digits.
    while scaled >= 999.5, index < prefixes.count - 1 {
      scaled /= 1000
      index += 1
    }
    let text =
      scaled < 9.995 ? plain(scaled) : scaled < 99.95 ? plain((scaled * 10).rounded() / 10) : fixed(scaled, decimals: 0)
    return text + " " + prefixes[index] + unit
  }

  /// The number that `text` shows, with a true minus sign or a hyphen; `nil` when it shows none.
  public static func value(of text: some StringProtocol) -> Double? {
    Double(String(text.map { $0 == "−" ? "-" : $0 }))
  }
}
