public import ConvolutionEngine

extension NearestNames {
  /// The end of the sentence that says a name is unknown: “did you mean a, b or c?”, or, where nothing is near,
  /// “there are a, b and c” as far as they are few.
  public static func hint(for typed: String, among names: [String]) -> String {
    let near = of(typed, among: names)
    if !near.isEmpty { return "did you mean \(listed(near, "or"))?" }
    return switch names.count {
    case 0: "there are none."
    case 1: "the only one is \(names[0])."
    case ...12: "there are \(listed(names))."
    default: "none of the \(names.count) that there are is like it."
    }
  }
}
