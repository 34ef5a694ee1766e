import CellCanvas
import ConvolutionEngine

/// Why layers get zeros around their input: without them each is smaller than the one below. And what zeros do at the border.
struct ZeroPaddingScene: Scene {
  static let card = SceneCard(id: "zero-padding", title: "Zeros around the input", part: .variants)

  static let units = Control.integer("units", in: 4...16, standard: 16, help: "inputs in a row, m")
  static let kernelSize = Control.integer("kernel", in: 1...9, standard: 6, help: "weights in a row of the kernel, k")
  static let controls = [units, kernelSize]

  /// What a step shows.
  enum Moment: Sendable {
    /// Without zeros: one layer, and as many as there can be.
    case first, shrink
    /// With as many zeros as keep the size.
    case keep
    /// Who is seen how often under each kind of padding, one by one and side by side.
    case kind(PaddingKind), strips, plane
    /// What zeros do to a picture that is the same everywhere.
    case rim
    case end
  }

  let moments: [Moment] =
    [.first, .shrink, .keep] + PaddingKind.allCases.map { .kind($0) } + [.strips, .plane, .rim, .end]

  let inputs: Int
  let kernel: Int
  /// As many layers without zeros as there can be; three where there is no end.
  let shrinking: LayerStack
  /// As many layers, at most three, that keep their size.
  let keeping: LayerStack
  /// One layer of each kind.
  let layers: [PaddingKind: LayerStack]
  /// A picture that is the same everywhere, and what averages make of it, layer by layer: with zeros around it, and with
  /// its own border repeated instead.
  let constant: Tensor
  let withZeros: [Tensor]
  let withBorder: Tensor

  /// The brightness of the picture that is the same everywhere.
  static let brightness: Float = 9

  init(_ settings: Settings) throws(SettingsError) {
    inputs = settings.integer(Self.units)
    kernel = settings.integer(Self.kernelSize)
    do throws(GeometryError) {
      _ = try Window(kernel).over(inputs).checkedOutput()
    } catch {
      throw SettingsError("\(error.description): no layer without zeros can stand on it")
    }
    let most = kernel == 1 ? 3 : (inputs - 1) / (kernel - 1)
    shrinking = LayerStack(input: inputs, windows: [Window](repeating: Window(kernel), count: most))
    let same = Window(kernel, padding: .same(kernel: kernel))
    keeping = LayerStack(input: inputs, windows: [Window](repeating: same, count: min(max(most, 2), 3)))
    var layers: [PaddingKind: LayerStack] = [:]
    for kind in PaddingKind.allCases {
      layers[kind] = LayerStack([.window(kind.geometry(input: inputs, kernel: kernel))])
    }
    self.layers = layers

    constant = Tensor(Shape(height: inputs, width: inputs), repeating: Self.brightness)
    // Sums first and the division at the end, so that whole numbers stay whole.
    let ones = FilterBank(kernel: Tensor(Shape(height: kernel, width: kernel), repeating: 1))
    func averaged(_ sums: Tensor) -> Tensor {
      Tensor(sums.shape, values: sums.values.map { $0 / Float(ones.values.count) })
    }
    let sums = Convolution(ones, padding: same.padding)
    var results: [Tensor] = []
    for _ in 0..<4 { results.append(averaged(sums(results.last ?? constant))) }
    withZeros = results
    let border = BorderPadding(rows: same.padding, columns: same.padding, border: .repeated)
    withBorder = averaged(Convolution(ones)(border(constant)))
  }

  /// How a kind of padding lays the kernel.
  func geometry(_ kind: PaddingKind) -> WindowGeometry { kind.geometry(input: inputs, kernel: kernel) }

  /// Units in each layer without zeros.
  var sizes: [Int] { (0...shrinking.layers).map(shrinking.count) }

  /// How many units a layer without zeros takes away.
  var loss: Int { kernel - 1 }

  /// How many rows and columns at each side of the constant picture are no longer what they were.
  var rim: (before: Int, after: Int) {
    let middle = (0..<inputs).map { withZeros[0][inputs / 2, $0] }
    return (middle.prefix { $0 != Self.brightness }.count, middle.reversed().prefix { $0 != Self.brightness }.count)
  }
}

// MARK: Words

extension ZeroPaddingScene {
  /// How many zeros, and where they stand: “5 zeros a layer, 2 before and 3 after”.
  private func zeros(_ padding: Padding) -> String {
    let all = padding.before + padding.after
    guard all > 0 else { return "no zeros" }
    return padding.before == padding.after
      ? "\(counted(padding.before, "zero")) on each side"
      : padding.before == 0
        ? "\(counted(all, "zero")) at the end"
        : "\(counted(all, "zero")), \(padding.before) before and \(padding.after) after"
  }

  /// Sizes on their way up: 16 → 11 → 6 → 1.
  private var way: StyledText {
    .joined(sizes.enumerated().map { $0 == 0 ? .input("\($1)") : .output("\($1)") }, separator: .muted(" → "))
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .first:
      return Step(
        caption: kernel == 1
          ? "A kernel of one needs no neighbours: each unit gives one output, and no layer is smaller than the one below."
          : """
          Without zeros the kernel must stay inside: its last window begins \(spelled(loss, "unit")) before the end, so each \
          layer is shorter by \(spelled(loss)). How long does that go on?
          """,
        formula: [
          .muted("m − k + 1 = ") + .input("\(inputs)") + .muted(" − ") + .kernel("\(kernel)") + .muted(" + 1 = ")
            + .output("\(geometry(.valid).output)")
        ],
        note: "Let the class count the places of the window: it is the size rule at stride 1.",
        duration: .milliseconds(1200), links: [Link(to: StrideScene.card.id, label: "the size rule")])
    case .shrink: return shrinkStep
    case .keep:
      let padding = geometry(.same).window.padding
      return Step(
        caption: kernel == 1
          ? "So it needs no zeros either: at every height there are \(inputs) units, however many layers there are."
          : """
          \(capitalized(zeros(padding))): now \(inputs) units stay \(inputs), layer after layer, as deep as one likes. That \
          is why nearly all deep networks pad.
          """,
        formula: [geometry(.same).sizeFormula(letters: false)],
        note: """
          This is called same padding. Where k is even, one side gets a zero more; libraries differ in which, and a pair of \
          them that disagree shift the picture.
          """,
        question: kernel == 1
          ? nil
          : Question(
            "How many zeros must each layer get, both sides together, so that \(inputs) units stay \(inputs)?",
            answer: .number(Double(loss), decimals: 0),
            // Those of one side.
            mistake: loss % 2 == 0 ? .number(Double(loss / 2), decimals: 0) : nil), duration: .milliseconds(1400))
    case .kind(let kind): return kindStep(kind)
    case .strips: return stripsStep
    case .plane: return planeStep
    case .rim: return rimStep
    case .end:
      return Step(
        caption: kernel == 1
          ? "Take home: zeros are there for windows that hang over the edge. A kernel of one has none: turn it up."
          : """
          Take home: zeros buy depth and are paid for at the border. The textbook Deep Learning (2016) finds the best \
          number mostly between valid and same.
          """,
        note: """
          Valid is honest and shrinks; same keeps the size and sees zeros at the border; full is what the way back of a \
          gradient needs. Ask which one the class would take for a net of fifty layers.
          """, links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
    }
  }

  private var shrinkStep: Step {
    let (last, layers) = (sizes.last ?? inputs, shrinking.layers)
    let note = """
      Either the network stays shallow, or its kernels are small, or the layers get zeros. The first nets chose the \
      first; today's choose the last.
      """
    guard kernel > 1 else {
      return Step(
        caption: "So there is no end to it: a kernel of one can stand on \(inputs) units in any number of layers.",
        formula: [way + .muted(" …")], note: note)
    }
    return Step(
      caption: """
        After \(spelled(layers, "layer")) \(last == 1 ? "a single unit is" : "\(last) units are") left, fewer than the kernel's \
        \(kernel): no deeper network can be built.\(last == 1 && layers > 1 ? " This one unit has seen all \(inputs)." : "")
        """,
      formula: [way],
      note: note,
      question: Question(
        "Each layer has a kernel of \(kernel) and no zeros. How many layers can stand on \(inputs) units?",
        answer: .number(Double(layers), decimals: 0)), duration: .milliseconds(1600))
  }

  /// Whether all inputs are seen equally often without any zeros: under windows that all hold the whole row.
  private var isEvenWithoutZeros: Bool { Set(geometry(.valid).visits).count == 1 }

  private func kindStep(_ kind: PaddingKind) -> Step {
    let geometry = geometry(kind)
    let (visits, sightings) = (geometry.visits, geometry.sightings)
    let (first, most) = (visits[0], visits.max() ?? 0)
    let formula: StyledText =
      .output(kind.rawValue) + .muted(": outputs \(kind.rule) = ") + .output("\(geometry.output)")
      + .muted("     x1 is seen ") + .active(times(first)) + .muted("     s1 sees ") + .active("\(sightings[0])")
      + .muted(" of \(inputs)")
    let note: String
    let caption: String
    var question: Question?
    switch kind {
    case .valid:
      caption =
        first == most
        ? "valid, no zeros at all: every input is seen \(times(first)), for here all windows hold all of them alike."
        : """
        valid, no zeros at all: every output sees \(kernel) inputs, but x1 lies in \(spelled(first, "window")) only, where others lie in \
        \(most). What stands at the border counts least.
        """
      note = "The numbers below the inputs count the windows over each; those above the outputs count what each sees."
      question = Question(
        "Without zeros: into how many outputs does x1 go?", answer: .number(Double(first), decimals: 0))
    case .same:
      let before = geometry.window.padding.before
      caption =
        kernel == 1
        ? "same: a kernel of one needs no zeros to give as many outputs as there are inputs."
        : """
        same, \(zeros(geometry.window.padding)): as many outputs as inputs. x1 is now seen \(times(first)), and \
        \(before > 0 ? "s1 sees \(counted(sightings[0], "input")) and \(counted(before, "zero"))" : "the last output sees \(counted(sightings[geometry.output - 1], "input")) only").
        """
      note = """
        Zeros are no neutral guess: to the kernel they are numbers like others. An output at the border answers to an edge \
        that is not in the picture.
        """
    case .full:
      caption =
        kernel == 1
        ? "full: for a kernel of one this, too, is no zeros at all."
        : """
        full, \(zeros(geometry.window.padding)): \(isEvenWithoutZeros ? "again" : "at last") every input is seen equally often, \
        \(times(first)). Now the outputs at \
        the ends are made from \(sightings[0] == 1 ? "a single number" : "\(sightings[0]) numbers") and zeros.
        """
      note = "Few layers do this on their way up; but a gradient on its way down through a valid layer does just this."
      if kernel > 1 {
        question = Question(
          "full: so many zeros that the first and the last window hold a single input. How many outputs are there?",
          answer: .number(Double(geometry.output), decimals: 0),
          mistake: .number(Double(geometry.paddedInput), decimals: 0))
      }
    }
    return Step(
      caption: StyledText(caption), formula: [formula], note: note, question: question, duration: .milliseconds(1200),
      links: kind == .full ? [Link(to: TransposedConvolutionScene.card.id, label: "the way back")] : [])
  }

  private var stripsStep: Step {
    let (valid, same, full) = (geometry(.valid).visits, geometry(.same).visits, geometry(.full).visits)
    let isEven = Set(valid + same + full).count == 1
    return Step(
      caption: isEven
        ? "For this kernel all three are one: nothing hangs over the edge, so there is nothing to fill."
        : """
        Three definitions in one picture: x1 is seen \(times(valid[0])), \(times(same[0])) and \(times(full[0])). Zeros lift the \
        border's share, and pass the want on to the outputs.
        """,
      formula: [
        .joined(
          PaddingKind.allCases.map { kind in
            .output(kind.rawValue) + .muted(" \(kind.rule) = ") + .output("\(geometry(kind).output)")
          }, separator: .muted("     "))
      ],
      note: """
        Above: how often each input is seen. Below: how many inputs each output sees; the rest of its window is zeros. Both \
        tables add up to the same number: each line between an input and an output is counted once in each.
        """)
  }

  private var planeStep: Step {
    let (corners, most) = (PaddingKind.allCases.map { geometry($0).visits[0] }, kernel * kernel)
    let middle = geometry(.valid).visits.max() ?? 0
    let isEven = Set(corners).count == 1
    return Step(
      caption: isEven
        ? "On a plane, too: under this kernel every cell is seen \(times(corners[0] * corners[0])), whatever the padding."
        : """
        On a plane counts multiply. The corner lies in \(listed(corners.map { "\($0 * $0)" })) windows, the middle in \
        up to \(most). \(isEvenWithoutZeros ? "Here it is the zeros that make the difference." : "Without zeros a corner counts \(times(corners[0] * corners[0])), the middle \(times(middle * middle)).")
        """,
      formula: [
        .muted("over the corner     ")
          + .joined(
            zip(PaddingKind.allCases, corners).map { kind, corner in
              .output(kind.rawValue) + .muted(" \(corner)·\(corner) = ") + .active("\(corner * corner)")
            }, separator: .muted("     "))
      ],
      note:
        "Photographers put things in the middle, so nobody notices; a microscope's or a satellite's corner matters.",
      question: isEven
        ? nil
        : Question(
          "On a grid of \(sides(inputs, inputs)), same padding, kernel \(sides(kernel, kernel)): how many windows cover the upper left corner?",
          answer: .number(Double(corners[1] * corners[1]), decimals: 0)))
  }

  private var rimStep: Step {
    let corner = withZeros[0][0, 0]
    let (before, after) = rim
    let (cells, all) = (geometry(.same).sightings[0], kernel * kernel)
    let nine = GridConvolution.text(Self.brightness)
    let wide =
      before == after
      ? "\(counted(before, "cell")) wide"
      : before == 0
        ? "\(counted(after, "cell")) wide at the bottom and right"
        : "\(before) wide at the top and left, \(after) at the other sides"
    return Step(
      caption: before + after == 0
        ? "A picture that is \(nine) everywhere stays \(nine) everywhere: where no window hangs over, zeros do no harm."
        : """
        The picture is \(nine) everywhere and the kernel only averages, yet there is a rim, \(wide): zeros were averaged in.
        """,
      formula: [
        .muted("upper left corner   picture ") + .active("\(cells)·\(cells)") + .muted(" of \(all) in its window:  ")
          + .input(nine) + .muted("·\(cells * cells)/\(all) = ") + .output(Self.text(corner))
      ],
      note: """
        With each layer the rim grows inward; after many of them a network can tell by it where in the picture it is. Some \
        call this a fault, some a feature.
        """,
      question: Question(
        "A picture is \(nine) everywhere. A kernel of \(sides(kernel, kernel)) takes averages, same padding. What comes out in the upper left corner?",
        answer: .number(Double(corner), decimals: 1), mistake: .number(Double(Self.brightness), decimals: 1)),
      duration: .milliseconds(1000))
  }

  /// A brightness with as many decimals as it needs, at most one.
  static func text(_ value: Float) -> String {
    let rounded = (Double(value) * 10).rounded() / 10
    return rounded == rounded.rounded() ? NumberText.integer(Int(rounded)) : NumberText.fixed(rounded, decimals: 1)
  }
}
