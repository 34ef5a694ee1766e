extension Network {
  /// A network that somebody wrote down, one layer a line:
  ///
  ///     # LeNet-5
  ///     input 32x32x1
  ///     conv 6 kernel=5 relu
  ///     avgpool 2
  ///     branch: conv 16 3 pad=same relu
  ///     add from=avgpool1,branch
  ///     dense 10
  ///
  /// A line holds the layer's name with a colon, if it is to have one; its kind; what the kind asks for; and options.
  /// Without a name it gets that of its kind with a number, and without `from=` it takes the output of the line before.
  /// What stands behind a # is not read.
  ///
  /// - Throws: `NetworkTextError` with the line and what was expected there.
  public init(name: String, title: String, text: String) throws(NetworkTextError) {
    var input: Shape?
    var layers: [Layer] = []
    /// The line that each layer stands on.
    var lines: [ExactName: Int] = [:]
    var counts: [String: Int] = [:]
    var number = 0
    for line in text.withoutByteOrderMark.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      var words = LayerWords(line, number)
      guard !words.isEmpty else { continue }
      guard input != nil else {
        input = try words.input()
        continue
      }
      let layer = try words.layer(&counts)
      guard layer.name != Network.inputName, lines.updateValue(number, forKey: ExactName(layer.name)) == nil else {
        throw NetworkTextError(number, "expected a name that is not taken; there is a layer \(layer.name) already")
      }
      for source in layer.inputs where source != Network.inputName {
        guard let line = lines[ExactName(source)], line < number else {
          throw NetworkTextError(
            number, "expected the names of layers above behind from=; there is no \(source.printable(most: 40))")
        }
      }
      guard layers.count < 10_000 else { throw NetworkTextError(number, "expected no more than 10,000 layers") }
      layers.append(layer)
    }
    guard let input else {
      throw NetworkTextError(max(1, number), "expected the input, as in “input 32x32x3”, but there is nothing")
    }
    guard !layers.isEmpty else {
      throw NetworkTextError(number, "expected a layer behind the input, but there is nothing")
    }
    do {
      try self.init(name: name, title: title, input: input, layers: layers)
    } catch {
      throw NetworkTextError(lines[ExactName(error.layer)] ?? number, error.reason)
    }
  }
}

/// What is wrong with a network that somebody wrote down; the description is the sentence to show.
public struct NetworkTextError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, counted from 1.
  public let line: Int
  /// What was expected there, or why the layer does not fit.
  public let reason: String

  init(_ line: Int, _ reason: String) {
    self.line = line
    self.reason = reason
  }

  /// "line 4: expected the number of filters behind conv, as in “conv 16 kernel=3”".
  public var description: String { "line \(line): \(reason)" }
}

/// The words of one line, taken one after the other.
private struct LayerWords {
  private let line: Int
  private var words: ArraySlice<String>

  init(_ line: Substring, _ number: Int) {
    let read = line.prefix { $0 != "#" }
    words = read.split(whereSeparator: \.isWhitespace).map(String.init)[...]
    self.line = number
  }

  var isEmpty: Bool { words.isEmpty }

  private func expected(_ what: String, _ found: String?) -> NetworkTextError {
    NetworkTextError(
      line, "expected \(what), " + (found.map { "not “\($0.printable(most: 40))”" } ?? "but the line ends"))
  }

  // MARK: The input

  mutating func input() throws(NetworkTextError) -> Shape {
    let example = "the input first, as in “input 32x32x3”"
    let word = words.popFirst()
    guard word == "input" else { throw expected(example, word) }
    let extents = words.popFirst()
    let numbers = LayerWords.numbers(extents, in: 1...16_384)
    guard let numbers, numbers.count == 2 || numbers.count == 3 else {
      throw expected("height x width x channels, each from 1 to 16384, as in “input 32x32x3”", extents)
    }
    if let rest = words.first { throw expected("nothing behind the input's extents", rest) }
    return Shape(height: numbers[0], width: numbers[1], channels: numbers.count == 3 ? numbers[2] : 1)
  }

  /// The numbers of a word like 32x32x3, if all lie in a range.
  private static func numbers(_ word: String?, in range: ClosedRange<Int>) -> [Int]? {
    guard let word else { return nil }
    let numbers = word.split(omittingEmptySubsequences: false) { "xX×".contains($0) }.map { Int($0) }
    return numbers.allSatisfy { $0.map(range.contains) ?? false } ? numbers.compactMap { $0 } : nil
  }

  // MARK: A layer

  /// What a line can begin with, and how it goes on.
  private static let examples = [
    "conv": "conv 16 kernel=3", "transposed": "transposed 16 kernel=2 stride=2", "maxpool": "maxpool 2",
    "avgpool": "avgpool 2", "globalpool": "globalpool", "adaptivepool": "adaptivepool 6x6", "lrn": "lrn",
    "batchnorm": "batchnorm", "relu": "relu", "dropout": "dropout 0.5", "dense": "dense 10", "softmax": "softmax",
    "add": "add from=conv1,conv2", "concat": "concat from=conv1,conv2",
  ]

  mutating func layer(_ counts: inout [String: Int]) throws(NetworkTextError) -> Layer {
    let name = try name()
    let word = words.popFirst()
    guard let word, let example = LayerWords.examples[word] else { throw unknown(kind: word) }
    counts[word, default: 0] += 1
    let kind = try kind(word, example)
    var options = try options(for: word, example)
    let layer = Layer(
      name ?? "\(word)\(counts[word, default: 0])", try kind(&options), from: options.sources,
      isRectified: options.isRectified, hasBiases: options.hasBiases)
    if layer.joinsInputs && layer.inputs.count < 2 {
      throw NetworkTextError(line, "expected what to join, as in “\(example)”")
    }
    return layer
  }

  /// Other programs' names for kinds of layers and for options.
  private static let otherKinds = [
    "fc": "dense", "linear": "dense", "fullyconnected": "dense", "fully-connected": "dense", "convolution": "conv",
    "convolve": "conv", "conv2d": "conv", "pool": "maxpool", "pooling": "maxpool", "maxpooling": "maxpool",
    "averagepool": "avgpool", "meanpool": "avgpool", "gap": "globalpool", "globalavgpool": "globalpool",
    "deconv": "transposed", "convtranspose": "transposed", "upconv": "transposed", "bn": "batchnorm",
    "norm": "batchnorm",
    "normalization": "batchnorm", "sum": "add", "plus": "add", "cat": "concat", "merge": "concat", "drop": "dropout",
    "activation": "relu",
  ]
  private static let otherOptions = [
    "padding": "pad", "p": "pad", "k": "kernel", "size": "kernel", "kernelsize": "kernel", "filter": "kernel",
    "window": "kernel", "s": "stride", "strides": "stride", "step": "stride", "d": "dilation", "rate": "dilation",
    "dilate": "dilation", "group": "groups", "g": "groups", "biases": "bias", "activation": "relu", "input": "from",
    "inputs": "from", "ceilmode": "ceil",
  ]

  /// What a word may have been meant as, among the words that there are.
  private static func meant(_ word: String, _ others: [String: String], among names: [String]) -> String? {
    let plain = word.lowercased().filter { $0 != "_" && $0 != "-" }
    if let name = names.first(where: { $0 == plain }) { return name }
    if let name = others[plain], names.contains(name) { return name }
    return NearestNames.of(plain, among: names).first
  }

  private func unknown(kind word: String?) -> NetworkTextError {
    let kinds = Self.examples.keys.sorted()
    if word?.lowercased() == "flatten" {
      return NetworkTextError(line, "flatten needs no line: dense takes the values of any shape, so leave it out")
    }
    let error = expected("a kind of layer (\(kinds.joined(separator: ", ")))", word)
    guard let word, let name = Self.meant(word, Self.otherKinds, among: kinds) else { return error }
    return NetworkTextError(line, error.reason + "; did you mean \(name), as in “\(Self.examples[name] ?? name)”?")
  }

  private func unknown(option word: String, of kind: String, _ known: [String]) -> NetworkTextError {
    let error = expected("an option of \(kind) (\(known.joined(separator: ", ")))", word)
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = Self.meant(String(parts[0]), Self.otherOptions, among: known) else { return error }
    return NetworkTextError(
      line, error.reason + "; did you mean \(([name] + parts.dropFirst().map(String.init)).joined(separator: "="))?")
  }

  /// The name, when the first word ends in a colon.
  private mutating func name() throws(NetworkTextError) -> String? {
    guard let word = words.first, word.hasSuffix(":") else { return nil }
    words.removeFirst()
    let name = word.dropLast()
    guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }) else {
      throw expected("a name of letters, digits, -, _ and . before the colon", word)
    }
    return String(name)
  }

  /// What is left to be made into a kind once the options are known.
  private typealias Making = (inout Options) throws(NetworkTextError) -> Layer.Kind

  private mutating func kind(_ word: String, _ example: String) throws(NetworkTextError) -> Making {
    switch word {
    case "conv", "transposed":
      let count = try count("the number of filters behind \(word)", example)
      let kernel = side()
      return { options throws(NetworkTextError) in
        guard kernel == nil || options.kernel == nil else {
          throw NetworkTextError(options.line, "expected the kernel once, as in “\(example)”")
        }
        let window = try options.window(kernel: kernel, stride: 1)
        return word == "conv"
          ? .convolution(filters: count, window, groups: options.groups)
          : .transposedConvolution(channels: count, window)
      }
    case "maxpool", "avgpool":
      let kernel = try count("the side of the window behind \(word)", example, to: 1024)
      return { options throws(NetworkTextError) in
        let window = try options.window(kernel: kernel, stride: kernel)
        return word == "maxpool" ? .maxPooling(window) : .averagePooling(window)
      }
    case "adaptivepool":
      let extents = words.popFirst()
      guard let numbers = LayerWords.numbers(extents, in: 1...1024), numbers.count == 2 else {
        throw expected("height x width behind adaptivepool, as in “\(example)”", extents)
      }
      return { _ in .adaptiveAveragePooling(height: numbers[0], width: numbers[1]) }
    case "dense":
      let outputs = try count("the number of outputs behind dense", example)
      return { _ in .dense(outputs: outputs) }
    case "dropout":
      let rate = words.popFirst()
      guard let number = rate.flatMap(Float.init), number >= 0, number < 1 else {
        throw expected("a part of 0 up to below 1 behind dropout, as in “\(example)”", rate)
      }
      return { _ in .dropout(Dropout(rate: number)) }
    case "globalpool": return { _ in .adaptiveAveragePooling(height: 1, width: 1) }
    case "lrn": return { _ in .normalization(LocalResponseNormalization()) }
    case "batchnorm": return { _ in .batchNormalization() }
    case "relu": return { _ in .rectification }
    case "softmax": return { _ in .softmax }
    case "add": return { _ in .addition }
    default: return { _ in .concatenation }
    }
  }

  /// The side of a kernel, when it stands behind the number of filters: 3, or 3x3.
  private mutating func side() -> Int? {
    guard let sides = LayerWords.numbers(words.first, in: 1...1024), sides.count <= 2, Set(sides).count == 1 else {
      return nil
    }
    words.removeFirst()
    return sides[0]
  }

  private mutating func count(
    _ what: String, _ example: String, to largest: Int = 65_536
  ) throws(NetworkTextError) -> Int {
    let word = words.popFirst()
    guard let number = word.flatMap({ Int($0) }), (1...largest).contains(number) else {
      throw expected("\(what), from 1 to \(largest), as in “\(example)”", word)
    }
    return number
  }

  // MARK: Options

  /// What stands behind a layer's kind and its number, in any order.
  private struct Options {
    let line: Int
    let example: String
    var kernel: Int?
    var stride: Int?
    var dilation = 1
    var groups = 1
    var padding = ""
    var roundsUp = false
    var isRectified = false
    var hasBiases = true
    var sources: [String] = []

    func window(kernel given: Int?, stride standard: Int) throws(NetworkTextError) -> Window {
      guard let kernel = given ?? kernel else {
        throw NetworkTextError(line, "expected kernel=, as in “\(example)”")
      }
      return Window(
        kernel, stride: stride ?? standard, padding: try padding(kernel: kernel), dilation: dilation,
        rounding: roundsUp ? .up : .down)
    }

    private func padding(kernel: Int) throws(NetworkTextError) -> Padding {
      switch padding {
      case "", "valid": return .valid
      case "same": return .same(kernel: kernel, dilation: dilation)
      case "full": return .full(kernel: kernel, dilation: dilation)
      default:
        let sides = padding.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard sides.count <= 2, let before = sides[0], let after = sides[sides.count - 1], (0...1024).contains(before),
          (0...1024).contains(after)
        else {
          throw NetworkTextError(
            line,
            "expected pad= with a number up to 1024, two with a comma, valid, same or full, not “\(padding.printable(most: 40))”"
          )
        }
        return Padding(before: before, after: after)
      }
    }
  }

  /// The options that each kind takes besides `from=`.
  private static let optionsOfKinds = [
    "conv": ["kernel", "stride", "pad", "dilation", "groups", "bias", "relu"],
    "transposed": ["kernel", "stride", "pad", "dilation", "bias", "relu"],
    "maxpool": ["stride", "pad", "dilation", "ceil"], "avgpool": ["stride", "pad", "dilation", "ceil"],
    "dense": ["bias", "relu"], "batchnorm": ["relu"], "add": ["relu"],
  ]

  private mutating func options(for kind: String, _ example: String) throws(NetworkTextError) -> Options {
    var options = Options(line: line, example: example)
    let known = (LayerWords.optionsOfKinds[kind] ?? []) + ["from"]
    while let word = words.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let (option, value) = (parts[0], parts.count > 1 ? parts[1] : nil)
      guard known.contains(option) else {
        throw unknown(option: word, of: kind, known)
      }
      switch option {
      case "kernel": options.kernel = try number(option, value)
      case "stride": options.stride = try number(option, value)
      case "dilation": options.dilation = try number(option, value)
      case "groups": options.groups = try number(option, value, to: 65_536)
      case "pad": options.padding = try text(option, value, "pad=1")
      case "from":
        let names = try text(option, value, "from=conv1").split(separator: ",").map(String.init)
        guard !names.isEmpty, names.count <= 1000 else { throw expected("names behind from=", word) }
        options.sources = names
      case "bias":
        guard value == "no" || value == "yes" else { throw expected("bias=yes or bias=no", word) }
        options.hasBiases = value == "yes"
      default:
        guard value == nil else { throw expected("\(option) alone", word) }
        if option == "ceil" { options.roundsUp = true } else { options.isRectified = true }
      }
    }
    return options
  }

  private func number(_ option: String, _ value: String?, to largest: Int = 1024) throws(NetworkTextError) -> Int {
    guard let number = value.flatMap({ Int($0) }), (1...largest).contains(number) else {
      throw expected("\(option)= with a number from 1 to \(largest)", value ?? option)
    }
    return number
  }

  private func text(_ option: String, _ value: String?, _ example: String) throws(NetworkTextError) -> String {
    guard let value, !value.isEmpty else { throw expected("something behind \(option)=, as in “\(example)”", option) }
    return value
  }
}
