import CellCanvas
import Testing

@testable import ConvolutionEngine
@testable import Lecture

@Suite struct TrainLiveSceneTests {
  typealias S = TrainLiveScene

  /// The standard run, once for all tests.
  private static let standard = Swift.Result { try finished(S.self) }

  // MARK: The digits

  /// The network that the program carries has seen MNIST alone, and no digit of the program's.
  @Test func aNetworkThatLearnedFromPeopleReadsTheDigits() {
    let carried = TrainedDigits.carried
    let heldOut = LiveLesson(nil, seed: 1).heldOut
    let right = (0..<200).count { index in
      let probabilities = carried.probabilities(of: heldOut.picture(at: index))
      return probabilities.indices.max { probabilities[$0] < probabilities[$1] } == heldOut.label(at: index)
    }
    #expect(right > 170, "\(right) of 200")
  }

  // MARK: The run

  @Test func theStandardRunReadsNineOfTen() throws {
    let scene = try Self.standard.get()
    #expect(scene.frames.count == LiveRun.parts * scene.run.framesPerPart + 1)
    #expect(scene.frames.map(\.step) == Array(stride(from: 0, through: scene.run.steps, by: scene.run.interval)))
    #expect(try #require(scene.frames.last).accuracy > 0.9)
    #expect(try #require(scene.nineOfTen) < scene.run.steps)
    #expect(scene.standardRun == nil && scene.standardFrames.isEmpty && scene.isDone && scene.lostAt == nil)
  }

  @Test func theSameSettingsMakeTheSameRun() throws {
    let (one, other) = (try finished(S.self, ["pace": "1"]), try finished(S.self, ["pace": "1", "view": "weights"]))
    #expect(one.work?.key == other.work?.key)
    #expect(one.frames.map(\.loss) == other.frames.map(\.loss))
    #expect(one.frames.map(\.kernels) == other.frames.map(\.kernels))
    let seeded = try finished(S.self, ["pace": "1", "seed": "2"])
    #expect(seeded.work?.key != one.work?.key && seeded.frames[8].kernels != one.frames[8].kernels)
  }

  /// Loss, confusion and sizes of a frame again, from the scores by plain arithmetic.
  @Test func aFrameIsPlainArithmetic() throws {
    let run = try scene(S.self, ["pace": "1"]).run
    var trainer = Trainer(LiveRun.network, run.plan, on: run.lesson.digits)
    for _ in 0..<3 { trainer.step() }
    let weights = trainer.keyframe.parameters
    let frame = LiveFrame(trainer.keyframe, meanLoss: 1, on: run.lesson.heldOut)
    var (loss, confusion) = (0.0, [[Int]](repeating: [Int](repeating: 0, count: 10), count: 10))
    for index in 0..<200 {
      let pass = RememberedPass(of: run.lesson.heldOut.picture(at: index), through: LiveRun.network, weights: weights)
      let scores = pass.outputs[4].values.map(Double.init)
      let largest = scores.max() ?? 0
      let label = index % 10
      loss += (ln(scores.reduce(0) { $0 + exponential($1 - largest) }) + largest - scores[label]) / 200
      confusion[label][scores.firstIndex(of: largest) ?? 0] += 1
    }
    #expect(abs(frame.loss - loss) < 1e-4)
    #expect(frame.confusion == confusion && frame.right == (0..<10).reduce(0) { $0 + confusion[$1][$1] })
    let all = weights.layers.compactMap { $0?.weights }.flatMap { $0 }
    #expect(abs(frame.histogram.reduce(0, +) - 1) < 1e-9)
    // The interval in the middle is 0.04 wide.
    #expect(abs(frame.histogram[15] - Double(all.count { abs($0) < 0.02 }) / Double(all.count)) < 2 / Double(all.count))
    let dense = try #require(weights.layers[4]).weights
    #expect(abs(frame.layers[2].weight - dense.reduce(0) { $0 + Double(abs($1)) } / Double(dense.count)) < 1e-6)
    #expect(frame.kernels.values == weights.layers[0]?.weights)
  }

  /// The first step is the rate times the mean gradient of the batch, less what decay takes.
  @Test(arguments: ["0", "0.1"]) func theFirstMoveIsRateTimesGradient(decay: String) throws {
    let scene = try finished(S.self, ["pace": "1", "rate": "0.2", "decay": decay])
    let first = try #require(scene.first)
    for index in first.before.values.indices {
      #expect(abs(first.before.values[index] - 0.2 * first.gradient.values[index] - first.after.values[index]) < 1e-6)
    }
    let taps = first.before.values.count
    let kernel = first.kernel * taps..<(first.kernel + 1) * taps
    #expect(Array(scene.frames[0].kernels.values[kernel]) == first.before.values)
    #expect(Array(scene.frames[1].kernels.values[kernel]) == first.after.values)
    let words = scene.steps[2].formula.map(\.plain).joined(separator: "\n")
    #expect(words.contains("· w: decay") == (decay != "0") && words.contains("− 0.20 · "))
  }

  // MARK: What it says

  @Test func stepsTooLongAreALesson() throws {
    let scene = try finished(S.self, ["rate": "1", "pace": "5"])
    let last = try #require(scene.frames.last)
    #expect(scene.lostAt != nil || last.loss > S.guess || last.accuracy < 0.5, "\(last.loss) \(last.accuracy)")
    let outcome = scene.steps[try step("outcome", of: scene)].caption.plain
    #expect(outcome.hasPrefix("Rate 1 instead of 0.05: "))
    #expect(outcome.contains("the standard run has \(scene.accuracy(try #require(scene.standardFrames.last)))"))
    #expect(outcome.contains("above ln 10") == (scene.lostAt == nil && last.loss > S.guess))
    #expect(scene.command == "cnnviz --scene train-live --set rate=1 --set pace=5")
  }

  /// Numbers that the machine cannot hold any more end a run, and every later part says so.
  @Test func aLostRunSaysWhen() throws {
    let run = LiveRun(rate: 1e18, momentum: 0.9, decay: 0, batch: 4, seed: 1, pace: 5, lesson: LiveLesson(nil, seed: 1))
    var (lost, steps): (Int?, [Int]) = (nil, [])
    #expect(
      run.train { step, report in
        if case .lost(let at) = report { lost = at } else { steps.append(step) }
        return true
      })
    #expect(try #require(lost) <= 5 && steps.allSatisfy { $0 <= 5 })
    var scene = try finished(S.self, ["pace": "5", "rate": "1"])
    scene.receive(S.Result.own(.lost(7)))
    for name in 0..<LiveRun.parts where scene.frames.count <= scene.frameIndex(atStartOf: name + 2) {
      let told = scene.steps[try #require(scene.index(of: "run", name))].caption.plain
      #expect(told.contains("training step 7") && told.contains("diverged"), "\(told)")
    }
    #expect(scene.steps[try step("outcome", of: scene)].caption.plain.contains("no number any more after 7"))
  }

  /// What is called better, larger or smaller is so by the numbers that are shown.
  @Test(arguments: ["1", "25"]) func nothingIsSaidThatTheNumbersDoNotShow(pace: String) throws {
    let scene = try finished(S.self, ["pace": pace])
    for step in scene.steps {
      let caption = step.caption.plain
      guard caption.contains("evenly spread in each layer") else { continue }
      let sizes = step.formula[0].plain.components(separatedBy: "   ").map { part in
        part.components(separatedBy: " → ").map { $0.split(separator: " ").last.map(String.init) ?? "" }
      }
      if caption.contains("every layer") { #expect(sizes.allSatisfy { $0.first != $0.last }, "\(caption) \(sizes)") }
    }
  }

  @Test func thePartsTellTheirNumbers() throws {
    let scene = try Self.standard.get()
    for part in 1...LiveRun.parts {
      let told = scene.steps[try #require(scene.index(of: "run", part - 1))]
      let (before, after) = (scene.frames[5 * part - 5], scene.frames[5 * part])
      #expect(told.caption.plain.hasPrefix("Training steps \(25 * part - 24) to \(25 * part): "))
      #expect(
        told.caption.plain.contains("falls") == (S.text(after.loss) != S.text(before.loss) && after.loss < before.loss))
      #expect(told.formula[0].plain.contains("\(after.right) of 200 right"))
      if let step = scene.nineOfTen, step > before.step, step <= after.step {
        #expect(told.caption.plain.contains("By training step \(step) nine of ten are read right"))
      }
    }
  }

  @Test func beforeTheWorkIsDoneNothingIsClaimed() throws {
    let scene = try scene(S.self)
    for name in ["oneStep", "run", "outcome", "confusion", "layers", "weights"] {
      let told = scene.steps[try step(name, of: scene)]
      #expect(told.formula[0].plain.contains("being trained") && told.question == nil, "\(name)")
    }
  }

  // MARK: Looking

  /// The cursor on the curves goes through the run.
  @Test func pointingGoesThroughTheRun() throws {
    let scene = try Self.standard.get()
    let step = try step("outcome", of: scene)
    for column in [0, 7, 40] {
      let target = Target(grid: S.runName, row: 0, column: column)
      let playhead = Playhead(step: step, pointer: target)
      #expect(scene.frameIndices(.outcome, at: playhead).shown == column)
      let remark = try #require(scene.remark(on: target, at: playhead))
      #expect(remark.formula[0].plain.contains("\(scene.frames[column].right) of 200 right"))
    }
    let figure = figure(scene, step: step, pointer: Target(grid: S.runName, row: 0, column: 7))
    #expect(figure.text(in: figure.bounds).contains("after 35 steps"))
  }

  @Test func theConfusionIsReadOffTheFigure() throws {
    let scene = try Self.standard.get()
    let figure = figure(scene, step: try step("confusion", of: scene))
    let confusion = try #require(scene.frames.last).confusion
    for row in 0..<10 {
      for column in 0..<10 {
        let count = confusion[row][column]
        let text = figure.text(of: Target(grid: S.confusionName, row: row, column: column))
        #expect(text == "\(count)")
      }
    }
  }

  // MARK: A folder of the viewer's

  /// Learned from are the first of each digit, judged by the last twenty.
  @Test func peoplesDigitsAreLearnedFrom() throws {
    let folder = Handwriting([WrittenDigits(count: 600, seed: 8)], in: "/tmp/mnist")
    let scene = try S(Settings(handwriting: folder))
    let lesson = scene.run.lesson
    #expect(lesson.digits.count == 400 && lesson.heldOut.count == 200)
    for index in 0..<200 {
      #expect(lesson.heldOut.picture(at: index) == folder.picture(of: index % 10, number: 60 - index / 10))
    }
    let held = Set(lesson.heldOut.pictures)
    #expect((0..<400).allSatisfy { !held.contains(lesson.digits.picture(at: $0, nil)) })
    #expect(scene.examples[7] == folder.picture(of: 7, number: 1))
    #expect(scene.steps[0].caption.plain.hasPrefix("Digits of mnist"))
    // Too few to hold some out: the program's own.
    let few = try S(Settings(handwriting: Handwriting([WrittenDigits(count: 390, seed: 8)], in: "few")))
    #expect(few.run.lesson.folderName == nil && few.steps[0].caption.plain.hasPrefix("Each digit"))
  }

  /// 187 and 188 of 200 are not both 94 %.
  @Test func differentCountsHaveDifferentPercentages() throws {
    let scene = try S(Settings())
    let said = Dictionary(grouping: scene.frames, by: scene.accuracy).mapValues { Set($0.map(\.right)) }
    #expect(said.values.allSatisfy { $0.count == 1 }, "\(said)")
    #expect(scene.frames.contains { $0.right % 2 == 1 && scene.account($0).plain.contains(".5 %") })
  }

  // MARK: Sentences by their numbers

  /// Numbers that have got out of hand are written short.
  @Test func hugeNumbersAreShort() {
    #expect(S.text(5.9822021518036165e19) == "6.0·10^19" && S.text(-3_333_872.5) == "−3.3·10^6")
    #expect(S.text(9.99e5) == "1.0·10^6" && S.text(99_999) == "99999.00" && S.text(2.301, 3) == "2.301")
  }

  /// The move of the weight that moves most is to be seen in its numbers, at any rate.
  @Test(arguments: ["0.001", "0.01", "0.05", "1"]) func theMoveIsSeen(rate: String) throws {
    let scene = try finished(S.self, ["pace": "1", "rate": rate])
    let line = scene.steps[try step("oneStep", of: scene)].formula[0].plain
    let sides = line.components(separatedBy: " = ")
    let before = sides[0].components(separatedBy: ":  ").last?.components(separatedBy: " − ").first
    #expect(before != sides.last, "\(line)")
  }

  /// What an untrained network prefers is counted in its table.
  @Test(arguments: ["1", "2", "7"]) func whatRandomWeightsPreferIsCounted(seed: String) throws {
    let scene = try scene(S.self, ["seed": seed])
    let said = (0..<10).map { digit in scene.frames[0].confusion.reduce(0) { $0 + $1[digit] } }
    let most = try #require(said.max())
    let words = scene.steps[try step("guess", of: scene)].caption.plain
    if words.contains("pays more") {
      let favourites = said.indices.filter { said[$0] == most }
      #expect(favourites.contains { words.contains("say \($0) to \(most) of the 200") }, "\(words)")
    }
  }

  /// The batches' loss is said to rise where it does, and a part gets nine of ten right where it ends so or has it between.
  @Test(arguments: [["batch": "1"], ["batch": "4", "pace": "5"], ["rate": "0.02"]])
  func whatIsSaidOfTheFirstPartIsSo(values: [String: String]) throws {
    let scene = try finished(S.self, values)
    let words = scene.steps[try step("run", of: scene)].caption.plain
    let losses = scene.frames[1...scene.run.framesPerPart].compactMap(\.meanLoss)
    let moves = zip(losses, losses.dropFirst()).map { $1 - $0 }
    if words.contains("up and down") { #expect(moves.contains { $0 > 0 } && moves.contains { $0 < 0 }, "\(losses)") }
    #expect(!words.contains("1 digit alone"))
  }

  /// The mean size of the scores' gradients tells what the right digits have: counted here from the probabilities.
  @Test func theGradientTellsTheRightDigitsPart() throws {
    let scene = try Self.standard.get()
    let run = scene.run
    let start = TrainingKeyframe(startOf: run.plan, for: LiveRun.network).parameters
    let right = (0..<10).reduce(0.0) { sum, index in
      let pass = RememberedPass(of: run.lesson.heldOut.picture(at: index), through: LiveRun.network, weights: start)
      let scores = pass.outputs[LiveRun.network.scoresStage].values.map(Double.init)
      let largest = scores.max() ?? 0
      let all = scores.reduce(0) { $0 + exponential($1 - largest) }
      return sum + exponential(scores[index] - largest) / all / 10
    }
    let words = scene.steps[try step("layers", of: scene)].formula[1].plain
    #expect(words.contains("the right digit has  \(percent(right)) → "), "\(right) \(words)")
  }

  /// That little is left to correct is not said where much is read wrong.
  @Test(arguments: [["momentum": "0.98"], ["pace": "5"], [:]]) func littleIsLeftOnlyWhereItIs(values: [String: String])
    throws
  {
    let scene = try finished(S.self, values)
    let words = scene.steps[try step("layers", of: scene)].caption.plain
    let last = try #require(scene.frames.last)
    if words.contains("little to correct") { #expect(last.accuracy >= 0.7) }
    if words.contains("Yet only") { #expect(words.contains("only \(last.right) of 200")) }
  }

  /// What is said of fewer right ones is so by both losses.
  @Test(arguments: [["momentum": "0.98"], ["batch": "4"], ["rate": "0.2"]])
  func fewerAreRightForTheReasonThatIsShown(values: [String: String]) throws {
    let scene = try finished(S.self, values)
    for part in 2...LiveRun.parts {
      let words = scene.steps[try #require(scene.index(of: "run", part - 1))].caption.plain
      let (from, to) = (scene.frameIndex(atStartOf: part), scene.frameIndex(atStartOf: part + 1))
      guard words.contains("fewer"), scene.frames.indices.contains(to) else { continue }
      let (then, now) = (try #require(scene.frames[from].meanLoss), try #require(scene.frames[to].meanLoss))
      #expect(words.contains("helps the batches") == (now < then) && words.contains("no lower") == (now >= then))
    }
  }

  /// Where there is room what is said of every picture of the program's stands below.
  @Test func wideScreensShowEveryPicture() throws {
    let scene = try scene(S.self)
    let figure = figure(scene, step: try step("yours", of: scene), size: Size(columns: 158, rows: 38))
    let text = figure.text(in: figure.bounds)
    let photos = TrainedPhotos.carried
    for (name, picture) in Pictures.things {
      let said = photos.probabilities(of: photos.input(picture))
      let certainty = try #require(said.max())
      #expect(text.contains(name) && text.contains(chance(certainty)), "\(name)")
    }
  }

  /// No note stands twice.
  @Test func eachPartHasItsOwnNote() throws {
    let notes = try Self.standard.get().steps.map(\.note)
    #expect(Set(notes).count == notes.count)
  }

  // MARK: The picture at the end

  @Test func itSaysWhatThePictureIs() throws {
    let photos = TrainedPhotos.carried
    for (name, picture) in Pictures.things {
      let scene = try S(Settings(picture: picture))
      let said = photos.probabilities(of: photos.input(picture))
      let order = said.indices.sorted { said[$0] > said[$1] }
      #expect(scene.topThree.map(\.name) == order.prefix(3).map { photos.classes[$0] }, "\(name)")
      let told = scene.steps[try step("yours", of: scene)]
      #expect(told.caption.plain.contains("takes your picture for a"))
      for index in order.prefix(3) { #expect(told.formula[0].plain.contains(chance(said[index]))) }
    }
    #expect(try S(Settings()).steps[try step("yours", of: try S(Settings()))].caption.plain.contains("the ship"))
  }
}

/// The natural logarithm by Newton's method on plain products: nothing of the engine's.
private func ln(_ value: Double) -> Double {
  var guess = 0.0
  for _ in 0..<60 { guess += value / exponential(guess) - 1 }
  return guess
}

/// e to a power, by its series.
private func exponential(_ exponent: Double) -> Double {
  let part = exponent / 1024
  var (term, sum) = (1.0, 1.0)
  for index in 1..<20 {
    term *= part / Double(index)
    sum += term
  }
  for _ in 0..<10 { sum *= sum }
  return sum
}
