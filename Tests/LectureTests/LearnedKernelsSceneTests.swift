import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct LearnedKernelsSceneTests {
  private static func scene(_ network: String, kernel: Int = 1) throws -> LearnedKernelsScene {
    var settings = Settings()
    settings.set(LearnedKernelsScene.network, to: network)
    settings.set(LearnedKernelsScene.kernel, to: kernel)
    return try LearnedKernelsScene(settings)
  }

  /// Noise has nothing to do with its neighbours; what was learned has, and ever more keyframes say so.
  @Test func noiseBecomesStructure() throws {
    for network in ["photos", "digits"] {
      let scene = try Self.scene(network)
      #expect(abs(scene.untrained.agreement) < 0.1)
      #expect(scene.trained.agreement > 0.2)
    }
    let keyframes = KernelKeyframes.photos
    #expect(keyframes.count >= 3 && keyframes.allSatisfy { $0.kernels.bank.count == 32 && $0.kernels.bank.depth == 3 })
    #expect(zip(keyframes, keyframes.dropFirst()).allSatisfy { $0.epoch < $1.epoch })
    #expect(keyframes.allSatisfy { $0.epoch <= $0.epochs })
    #expect(keyframes.allSatisfy { (Double($0.heldOut) ?? 0) > 50 })
  }

  /// The keyframes are of the run whose weights the program carries: kernel by kernel they come nearer to these.
  @Test func keyframesLeadToTheKernelsThatAreCarried() throws {
    let end = try Self.scene("photos").trained.bank
    func nearness(_ bank: FilterBank) -> Double {
      let size = bank.values.count / bank.count
      let cosines = (0..<bank.count).map { filter -> Double in
        let places = filter * size..<(filter + 1) * size
        let (left, right) = (places.map { Double(bank.values[$0]) }, places.map { Double(end.values[$0]) })
        func product(_ one: [Double], _ other: [Double]) -> Double { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }
        return product(left, right) / (product(left, left) * product(right, right)).squareRoot()
      }
      return cosines.reduce(0, +) / Double(cosines.count)
    }
    let near = KernelKeyframes.photos.map { nearness($0.kernels.bank) }
    #expect(near == near.sorted() && near[near.count - 1] > 0.75, "\(near)")
  }

  /// By plain loops over a bank whose answers are known.
  @Test func countsFollowTheirDefinitions() {
    func bank(_ weight: (_ row: Int, _ column: Int, _ channel: Int) -> Float) -> LearnedKernels {
      LearnedKernels(
        bank: FilterBank(
          count: 1, rows: 4, columns: 4, depth: 3,
          values: (0..<48).map { weight($0 / 12, $0 / 3 % 4, $0 % 3) }))
    }
    let even = bank { _, _, _ in 2 }
    #expect(abs(even.agreement - 1) < 1e-9 && abs(even.greyShare(0) - 1) < 1e-9 && even.ofColours.isEmpty)
    let board = bank { row, column, _ in (row + column).isMultiple(of: 2) ? 1 : -1 }
    #expect(abs(board.agreement + 1) < 1e-9)
    let opponent = bank { _, _, channel in [1, -1, 0][channel] }
    #expect(abs(opponent.greyShare(0)) < 1e-9 && opponent.ofColours == [0] && opponent.limit(0) == 1)
    let edge = bank { _, column, _ in column < 2 ? -1 : 1 }
    #expect(edge.greys(0).values == (0..<16).map { $0 % 4 < 2 ? -3 : 3 })
    let likeness = edge.nearest(to: Tensor(Shape(height: 4, width: 4), values: (0..<16).map { $0 % 4 < 2 ? 5 : -5 }))
    // It falls where the edge rises: alike with its signs turned.
    #expect(likeness.filter == 0 && abs(likeness.likeness - 1) < 1e-9 && likeness.cosine < 0)
  }

  /// Each piece's value is the sum of products that stands there, and no place of any picture gives more than the first.
  @Test(arguments: ["photos", "digits"], [2, 13]) func piecesExciteMost(network: String, kernel: Int) throws {
    let scene = try Self.scene(network, kernel: kernel)
    let bank = scene.trained.bank
    func sum(_ picture: Tensor, _ top: Int, _ left: Int) -> Double {
      var sum = 0.0
      for row in 0..<bank.rows {
        for column in 0..<bank.columns {
          for channel in 0..<bank.depth {
            sum += Double(bank[kernel - 1, row, column, channel]) * Double(picture[top + row, left + column, channel])
          }
        }
      }
      return sum
    }
    #expect(scene.pieces.count == 8 && scene.pictures.count == 10)
    for (one, other) in zip(scene.pieces, scene.pieces.dropFirst()) { #expect(one.value >= other.value) }
    for piece in scene.pieces {
      let wanted = sum(scene.pictures[piece.picture].input, piece.row, piece.column)
      #expect(abs(Double(piece.value) - wanted) <= 1e-4 * (1 + abs(wanted)))
    }
    let most = Double(scene.pieces[0].value)
    for (_, picture) in scene.pictures {
      for row in 0...picture.shape.height - bank.rows {
        for column in 0...picture.shape.width - bank.columns { #expect(sum(picture, row, column) <= most + 1e-3) }
      }
    }
  }

  @Test func theMapIsThatOfTheKernelPointedAt() throws {
    let scene = try Self.scene("photos", kernel: 3)
    let moment = try #require(scene.moments.firstIndex { if case .after = $0 { true } else { false } })
    func frame(_ pointer: Target?) -> Canvas {
      var canvas = Canvas(size: Size(columns: 160, rows: 40))
      scene.draw(at: Playhead(step: moment, pointer: pointer), in: &canvas)
      return canvas
    }
    let (plain, same, other) = (
      frame(nil), frame(Target(grid: LearnedKernelsScene.kernelsName, row: 0, column: 2)),
      frame(Target(grid: LearnedKernelsScene.kernelsName, row: 0, column: 7))
    )
    #expect(plain == same && plain != other)
    #expect(
      scene.remark(on: Target(grid: LearnedKernelsScene.kernelsName, row: 0, column: 7), at: Playhead(step: moment))
        != nil)
  }

  // MARK: Sentences by their numbers

  /// Half-way through the training the number is that of the kernels that are seen.
  @Test func theAgreementIsThatOfTheKernelsShown() throws {
    let scene = try Self.scene("photos")
    let step = try step("training", of: scene)
    for progress in [0.0, 0.3, 0.5, 0.7, 0.9, 1] {
      let playhead = Playhead(step: step, progress: progress)
      let seen = scene.kernels(of: .training, at: playhead).kernels
      let told = scene.formula(at: playhead).map(\.plain).joined()
      #expect(told.contains(NumberText.fixed(seen.agreement, decimals: 2)), "\(progress): \(told)")
    }
  }

  /// Those named as nearest are all that have the number, and random kernels are counted by the numbers shown.
  @Test(arguments: ["photos", "digits"]) func theNearestAreCounted(network: String) throws {
    let scene = try Self.scene(network)
    let told = scene.steps[try step("handMade", of: scene)]
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 2) }
    let best = try #require(scene.pairs.map { text($0.learned.likeness) }.max())
    let words = told.caption.plain
    for pair in scene.pairs {
      #expect(words.contains(pair.name) == (text(pair.learned.likeness) == best), "\(pair.name): \(words)")
      #expect(told.formula[1].plain.contains("\(pair.name) \(text(pair.random.likeness))"))
    }
    let beyond = scene.pairs.count { text($0.learned.likeness) > text($0.random.likeness) }
    #expect(words.contains(portion(beyond, of: 4, "pair")) || beyond == 0)
    // The random ones are those of the first step.
    let sobel = try #require(scene.pairs.first)
    #expect(sobel.random.likeness == scene.untrained.nearest(to: sobel.handMade).likeness)
    // Colours are spoken of where there are some.
    let figure = figure(scene, step: try step("handMade", of: scene))
    #expect(figure.text(in: figure.bounds).contains("colours summed") == (network == "photos"))
    // Both lines of the formula have room, and a kernel that is drawn with its signs turned says so.
    #expect(told.formula.allSatisfy { $0.columns <= 78 }, "\(told.formula.map(\.plain))")
    for pair in scene.pairs {
      let name = "kernel \(pair.learned.filter + 1) "
      #expect(figure.text(in: figure.bounds).contains("−" + name) == (pair.learned.cosine < 0), "\(name)")
    }
  }

  /// The kernel that is chosen, or pointed at, is underlined and named.
  @Test(arguments: [1, 20, 32]) func theChosenKernelIsMarked(kernel: Int) throws {
    let scene = try Self.scene("photos", kernel: kernel)
    let step = try step("after", of: scene)
    let figure = figure(scene, step: step)
    #expect(figure.text(in: figure.bounds).contains("kernel \(kernel) underlined"))
    let lit = figure.cells.count { $0.ink.meaning == .role(.active) || $0.paper.meaning == .role(.active) }
    #expect(lit > 0)
  }

  /// What the question asked stands there once it is answered, and no piece lies over another.
  @Test(arguments: ["photos", "digits"]) func piecesAreToldAsTheyAreChosen(network: String) throws {
    let scene = try Self.scene(network, kernel: 5)
    let told = scene.steps[try step("pieces", of: scene)]
    #expect(told.formula[0].plain.contains("= \(scene.taps) numbers"))
    for (index, piece) in scene.pieces.enumerated() {
      for other in scene.pieces[..<index] where other.picture == piece.picture {
        #expect(abs(other.row - piece.row) >= 5 || abs(other.column - piece.column) >= 5)
      }
    }
    // Every number has room, also behind a long name.
    let figure = figure(scene, step: try step("pieces", of: scene))
    let text = figure.text(in: figure.bounds)
    for piece in scene.pieces { #expect(text.contains(NumberText.fixed(Double(piece.value), decimals: 1) + " ")) }
  }

  /// A picture of the viewer's is one that pieces come from.
  @Test func yourPictureIsLookedThrough() throws {
    var settings = Settings(picture: Pictures.things[3].picture)
    settings.set(LearnedKernelsScene.kernel, to: 4)
    let scene = try LearnedKernelsScene(settings)
    #expect(scene.pictures.count == 11 && scene.shown.name == "your picture")
    let words = scene.steps[try step("pieces", of: scene)].caption.plain
    #expect(words.contains("in the eleven pictures"))
    #expect(words.contains("from yours") == scene.pieces.contains { $0.picture == 10 })
    #expect(scene.steps[try step("after", of: scene)].caption.plain.contains("on your picture."))
    let plain = try Self.scene("photos")
    #expect(plain.steps[try step("after", of: plain)].caption.plain.contains("on the ship."))
  }

  @Test func aKernelThatIsNotThereIsRefused() {
    #expect(throws: SettingsError.self) { try Self.scene("digits", kernel: 17) }
    #expect(throws: Never.self) { try Self.scene("digits", kernel: 16) }
  }
}
