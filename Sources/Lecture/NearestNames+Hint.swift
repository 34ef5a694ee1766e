import CellCanvas
public import ConvolutionEngine

extension NearestNames {
  /// The end of the sentence that says a name is unknown: “did you mean a, b or c?”, or, where nothing is near,
  /// “there are a, b and c” as far as they are few.
  ///
  /// Among numbers those next to a number are near, and all of them are told where none was typed.
  public static func hint(for typed: String, among names: [String]) -> String {
    if let numbers = Self.numbers(names), let first = numbers.first, let last = numbers.last {
      guard let value = number(typed) else { return "there \(verb(names.count, "are")) \(listed(names))." }
      if value < first { return "the smallest is \(names[0])." }
      if value > last { return "the largest is \(names[names.count - 1])." }
      let next = numbers.firstIndex { $0 > value } ?? numbers.count - 1
      return "the nearest are \(names[max(0, next - 1)]) and \(names[next])."
    }
    let near = of(typed, among: names)
    if !near.isEmpty { return "did you mean \(listed(near, "or"))?" }
    return switch names.count {
    case 0: "there are none."
    case 1: "the only one is \(names[0])."
    case ...12: "there are \(listed(names))."
    default: "none of the \(names.count) that there are is like it."
    }
  }

  /// The numbers that names are, where all are, from small to large.
  static func numbers(_ names: [String]) -> [Double]? {
    let numbers = names.compactMap(Double.init)
    let isOrdered = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    return numbers.count == names.count && !names.isEmpty && isOrdered ? numbers : nil
  }

  /// The number that was typed, with or without commas between its thousands.
  private static func number(_ typed: String) -> Double? {
    NumberText.value(of: typed.filter { $0 != "," }).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The name that is the number typed, however it was written: 1,000 or 1e3 for 1000.
  static func name(of typed: String, among names: [String]) -> String? {
    guard let numbers = Self.numbers(names), let value = number(typed) else { return nil }
    return numbers.firstIndex(of: value).map { names[$0] }
  }
}
