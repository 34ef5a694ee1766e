import CellCanvas
import ConvolutionEngine

/// Convolution in letters: which input meets which weight, six expressions, and then numbers put in for the letters.
struct SymbolicConvolutionScene: Scene {
  static let card = SceneCard(id: "symbolic-convolution", title: "Convolution in letters", part: .convolution)

  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other numbers for the letters")
  static let values = Control.grid(
    "values", in: -9...9, last: GridPlace(row: 2, column: 3), help: "the numbers for the input's letters")
  static let weights = Control.grid(
    "weights", in: -9...9, last: GridPlace(row: 1, column: 1), help: "the numbers for the kernel's letters")
  static let controls = [seed, values, weights]

  static let inputLetters = Array("abcdefghijkl")
  static let weightLetters = Array("wxyz")

  /// The numbers behind the letters.
  let input: Tensor
  let kernel: Tensor
  let output: Tensor
  /// The terms of each output, row after row.
  let expressions: [[Convolution.Product]]
  let moments: [Moment]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case start, written, place(Int), letter, numbers, values, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    let seed = UInt64(settings.integer(Self.seed))
    input = Tensor(Shape(height: 3, width: 4), seed: seed, integersIn: 0...9).edited(settings.edits(Self.values))
    kernel = Tensor(Shape(height: 2, width: 2), seed: seed ^ 0x6b65726e, integersIn: 1...3)
      .edited(settings.edits(Self.weights))
    let convolution = Convolution(sliding: kernel, .valid)
    output = convolution(input)
    let (image, shape) = (input, output.shape)
    expressions = (0..<shape.count).map {
      convolution.products(of: image, row: $0 / shape.width, column: $0 % shape.width)
    }
    moments = [.start, .written] + expressions.indices.map { .place($0) } + [.letter, .numbers, .values, .end]
  }

  /// The letter at the middle of the story: an inner one, which every weight meets.
  static let innerLetter = 5

  /// Which output the step or the pointer is about.
  func place(_ moment: Moment, at playhead: Playhead) -> Int? {
    if let pointer = playhead.pointer {
      let isOutput =
        pointer.grid == "output" && pointer.row < output.shape.height && pointer.column < output.shape.width
      return isOutput ? pointer.row * output.shape.width + pointer.column : nil
    }
    return if case .place(let index) = moment { index } else { nil }
  }

  /// Which letter of the input is followed through the expressions.
  func followedLetter(_ moment: Moment, at playhead: Playhead) -> Int? {
    if let pointer = playhead.pointer {
      guard ["input", Self.values.name].contains(pointer.grid), pointer.row < 3, pointer.column < 4 else { return nil }
      return pointer.row * input.shape.width + pointer.column
    }
    return if case .letter = moment { Self.innerLetter } else { nil }
  }

  /// Which weight is followed through the expressions.
  func followedWeight(at playhead: Playhead) -> Int? {
    guard let pointer = playhead.pointer, ["kernel", Self.weights.name].contains(pointer.grid), pointer.row < 2,
      pointer.column < 2
    else { return nil }
    return pointer.row * kernel.shape.width + pointer.column
  }

  /// How many of an output's terms are written.
  func shownTerms(of index: Int, _ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .start, .written: 0
    case .place(let current) where index == current && playhead.pointer == nil:
      Int((playhead.phase(0.4, 0.95) * Double(kernel.shape.count)).rounded(.down))
    case .place(let current): index <= current ? kernel.shape.count : 0
    case .letter, .numbers, .values, .end: kernel.shape.count
    }
  }

  /// Whether the letters have numbers.
  func hasNumbers(_ moment: Moment) -> Bool {
    switch moment {
    case .numbers, .values, .end: true
    case .start, .written, .place, .letter: false
    }
  }

  /// Letters and their numbers are called by the letter.
  func name(of target: Target) -> String? {
    var playhead = Playhead()
    playhead.pointer = target
    if let letter = followedLetter(.end, at: playhead) { return String(Self.inputLetters[letter]) }
    return followedWeight(at: playhead).map { String(Self.weightLetters[$0]) }
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard case .place(let index) = moment, playhead.pointer == nil else { return nil }
    let shown = shownTerms(of: index, moment, at: playhead)
    return [name(index) + .muted(" = ") + letters(index, shown: shown)]
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    var pointed = playhead
    pointed.pointer = target
    if let index = place(moment, at: pointed) {
      guard shownTerms(of: index, moment, at: playhead) > 0 else { return nil }
      // While the numbers are put in, what they come to is still to be asked.
      let sums: [StyledText] =
        switch moment {
        case .values, .end: [sum(index)]
        case .numbers: [name(index) + .muted(" = ") + numbers(expressions[index][...])]
        case .start, .written, .place, .letter: []
        }
      return Remark(
        caption:
          "Output (\(index / 3 + 1), \(index % 3 + 1)): the four letters under the window, each times the weight on it.",
        formula: [name(index) + .muted(" = ") + letters(index)] + sums)
    }
    if let letter = followedLetter(moment, at: pointed) {
      return remark(onLetter: letter, written(moment, at: pointed))
    }
    return followedWeight(at: pointed).map { remark(onWeight: $0, written(moment, at: pointed)) }
  }

  /// The outputs whose expressions are on the screen.
  private func written(_ moment: Moment, at playhead: Playhead) -> [Int] {
    expressions.indices.filter { shownTerms(of: $0, moment, at: playhead) > 0 }
  }

  /// A letter of the input in the expressions that are written already.
  private func remark(onLetter letter: Int, _ written: [Int]) -> Remark {
    let name = String(Self.inputLetters[letter])
    let uses = uses(ofLetter: letter).filter { written.contains($0.output) }
    let caption: String
    if written.isEmpty {
      caption = "\(name): the input in row \(letter / 4 + 1), column \(letter % 4 + 1)."
    } else if uses.isEmpty {
      caption = "\(name) is in no expression so far: the window has not come to it yet."
    } else if written.count < expressions.count {
      caption = "\(name) is in \(uses.count) of \(counted(written.count, "expression")) so far."
    } else if uses.count == 1 {
      caption =
        "\(name) is in 1 expression, with a single weight: a corner is seen once, an inner letter by all four weights."
    } else {
      caption = """
        \(name) is in \(uses.count) expressions, each time with another weight: corners are seen once, inner letters by all \
        four weights.
        """
    }
    return Remark(caption: StyledText(caption), formula: uses.isEmpty ? [] : [letterFormula(letter, uses)])
  }

  /// A weight in the expressions that are written already.
  private func remark(onWeight weight: Int, _ written: [Int]) -> Remark {
    let name = String(Self.weightLetters[weight])
    let caption =
      written.isEmpty
      ? "\(name): the kernel's weight in row \(weight / 2 + 1), column \(weight % 2 + 1)."
      : """
      \(name) is in \(written.count < expressions.count ? "every expression so far" : "all six expressions"): a weight is \
      stored once and used at every place.
      """
    return Remark(caption: StyledText(caption), formula: weightFormula(weight, written))
  }
}
