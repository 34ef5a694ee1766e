import ArgumentParser
import CellCanvas
import ConvolutionEngine
import Digits
import JSONText

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Trains a network of the lecture and writes its weights: the one that reads digits, the one that knows photographs, or the
/// one that labels regions.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train the network for digits, for photographs or for regions, and write its weights.",
    discussion: """
      --mnist: after every epoch the network reads digits that it does not learn from: the last of the training files, as they
      are and as if drawn on a coarse grid, and those of the t10k files where the folder has them. The weights that
      read most of the held-out digits are kept; Ctrl-C ends the training and leaves them.

      --stack: instead of the digit network one of two stacks of equal blocks learns the same digits, residual blocks, or
      the same convolutions without their shortcuts, from which the scene resnet takes blocks out.

      --images: one folder for each class with JPEG or PNG pictures, whatever their size, or CIFAR-10's binary files. Some
      pictures are held out; the weights that classify most of them right are kept.

      --regions: the recurrent network learns to label the pixels of scenes of sky, land and water that are painted for
      it; no files are needed. The weights that label most of the held-out pixels right are kept.

      The same options make the same weights on the same machine, with any number of threads.

      Examples:
        cnnviz train --mnist ~/mnist --out digits.safetensors
        cnnviz train --mnist ~/mnist --stack residual
        cnnviz train --images ~/leaves --out leaves.safetensors
        cnnviz train --regions
      """)

  /// The stacks of blocks that can be trained instead of the digit network.
  enum Stack: String, ExpressibleByArgument, CaseIterable {
    case plain
    case residual

    var stack: DigitStack { DigitStack(isResidual: self == .residual) }
  }

  @Option(
    help: ArgumentHelp(
      "The folder with MNIST's files, train-images-idx3-ubyte and so on, or .gz.", valueName: "folder"),
    completion: .directory)
  var mnist: String?

  @Option(help: ArgumentHelp("Train a stack of blocks on the digits instead: plain or residual.", valueName: "kind"))
  var stack: Stack?

  @Option(
    help: ArgumentHelp(
      "The folder with a folder of pictures for each class, or CIFAR-10's files.", valueName: "folder"),
    completion: .directory)
  var images: String?

  @Flag(help: "Train the labeller of regions instead, on scenes of its own.")
  var regions = false

  @Option(help: "What the first weights, the order of the examples and their variations follow from.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "How many times to go through all examples (digits: 20, stacks: 6, images: 30, regions: 15).", valueName: "count")
  )
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "Over how many examples a gradient is averaged (digits: 64, images: 128, regions: 8).", valueName: "count"))
  var batch: Int?

  @Option(
    help: ArgumentHelp(
      "The highest learning rate; it falls to 0 along a cosine (digits: 0.002, images: 0.2, regions: 0.01).",
      valueName: "rate"))
  var rate: Float?

  @Option(
    help: ArgumentHelp(
      """
      How many digits or pictures, or further scenes, are held out to judge by (digits: 5000, images: a tenth, at most \
      5000, regions: 200).
      """,
      valueName: "count"))
  var heldOut: Int?

  @Option(help: ArgumentHelp("How many scenes there are to learn from (regions: 2000).", valueName: "count"))
  var scenes: Int?

  @Option(
    help: ArgumentHelp("The rows and columns that every picture is brought to (images: 32).", valueName: "pixels"))
  var side: Int?

  @Option(
    help: ArgumentHelp(
      """
      The file to write; beside it comes one that says how it was made (digits.safetensors, residual-stack.safetensors,
      photos.safetensors, regions.safetensors).
      """, valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("How many threads work.", valueName: "count"))
  var threads = Engine.threads

  func validate() throws {
    switch [mnist != nil, images != nil, regions].count(where: { $0 }) {
    case 0:
      throw ValidationError(
        "Say what is to be trained: --mnist FOLDER, the digit network, --images FOLDER, the network for photographs, or "
          + "--regions, the labeller.")
    case 1: break
    default: throw ValidationError("Only one is trained at a time: --mnist FOLDER, --images FOLDER or --regions.")
    }
    guard stack == nil || mnist != nil else {
      throw ValidationError("--stack goes with --mnist, which it learns from.")
    }
    guard images != nil || side == nil else { throw ValidationError("--side goes with --images.") }
    guard regions || scenes == nil else { throw ValidationError("--scenes goes with --regions, which paints them.") }
    let ranges = [
      ("--epochs", epochs, 1...10_000), ("--batch", batch, 1...10_000), ("--scenes", scenes, 1...1_000_000),
      ("--held-out", heldOut, 1...1_000_000), ("--threads", threads, 1...1024), ("--side", side, 8...256),
    ]
    for (name, value, range) in ranges {
      guard let value, !range.contains(value) else { continue }
      throw ValidationError(
        "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound), not \(value).")
    }
    if let rate, !(rate > 0 && rate <= 1) {
      throw ValidationError("--rate is a number above 0, at most 1, not \(rate).")
    }
    if let out, out.isEmpty || out.hasSuffix("/") {
      throw ValidationError("--out is the name of a file, not “\(out)”.")
    }
  }

  func run() throws {
    if let mnist {
      try runDigits(mnist)
    } else if let images {
      try runImages(images)
    } else {
      try runRegions()
    }
  }

  /// Trains, epoch by epoch, and leaves the best weights, also when somebody interrupts.
  ///
  /// - Parameters:
  ///   - path: where the weights are written.
  ///   - next: goes on by an epoch, unless it is told to stop, and says how it went; `nil` when it was broken off.
  ///   - left: what is said behind an epoch of the time that is left.
  ///   - write: keeps the weights that are the best so far.
  func train<Epoch>(
    to path: String, epochs: Int, next: (() -> Bool) -> Epoch?, isBest: (Epoch) -> Bool, number: (Epoch) -> Int,
    loss: (Epoch) -> String, marks: (Epoch) -> String, left: (Epoch) -> String? = { _ in nil },
    write: (Epoch) throws -> Void
  ) throws {
    Engine.threads = threads
    Interruption.watch()
    var ending: String?
    for _ in 1...epochs {
      let start = ContinuousClock.now
      guard let epoch = next({ Interruption.number == nil }) else { break }
      if isBest(epoch) {
        try write(epoch)
        ending = "\(path) has the weights of epoch \(number(epoch)): \(marks(epoch))."
      }
      try writeToStandardOutput(
        "epoch \(number(epoch)) of \(epochs): \(loss(epoch)); \(marks(epoch))  "
          + "(\((ContinuousClock.now - start).components.seconds) s\(left(epoch).map { ", \($0)" } ?? ""))\n")
    }
    if let number = Interruption.number {
      writeToStandardError("Stopped. " + (ending ?? "No epoch was complete, so nothing was written."))
      throw ExitCode(128 + number)
    }
    if let ending { try writeToStandardOutput(ending + "\n") }
  }

  // MARK: Digits

  private func runDigits(_ mnist: String) throws {
    let files: DigitFolder
    do throws(DigitFileError) {
      files = try DigitFolder(at: mnist)
    } catch {
      throw refuse("\(error).", status: .failure)
    }
    let stack = stack?.stack
    let plan = DigitCourse.Plan(
      seed: seed, epochs: epochs ?? (stack == nil ? 20 : 6), batchSize: batch ?? 64,
      rate: rate ?? 0.002, heldOut: heldOut ?? 5000, stack: stack)
    let learned = files.training.count - plan.heldOut
    guard learned > 0 else {
      throw refuse(
        "There are \(files.training.count) digits to learn from, so --held-out \(plan.heldOut) leaves none; hold out fewer.",
        status: .failure)
    }
    let weightsFile = WeightsFile(path: out ?? "\(plan.network.name).safetensors")
    try weightsFile.checkPlace()
    var course = DigitCourse(plan, on: files.training, test: files.test)
    try writeToStandardOutput(
      "\(NumberText.integer(learned)) digits to learn from, \(NumberText.integer(plan.heldOut)) held out, "
        + "\(NumberText.integer(plan.network.parameters)) weights, threads: \(threads)\n")
    try train(
      to: weightsFile.path, epochs: plan.epochs, next: { course.nextEpoch(while: $0) }, isBest: { $0 == course.best },
      number: \.number,
      loss: { "loss \(NumberText.fixed($0.loss, decimals: 4)), learned \(percent($0.accuracy))" }, marks: \.marks.text
    ) { epoch in
      try weightsFile.write(
        plan.network.namedTensors(of: epoch.parameters), precision: stack == nil ? .single : .half,
        record: record(plan, digits: learned, epoch, withoutBlocks: course.marksWithoutBlocks(of: epoch.parameters)))
    }
  }

  /// How the weights were made, and how well they read: for those who want to make them again.
  private func record(
    _ plan: DigitCourse.Plan, digits: Int, _ epoch: DigitCourse.Epoch, withoutBlocks: [Double]?
  ) -> JSON {
    .object(
      [
        .init(
          "command",
          .string(
            "cnnviz train --mnist FOLDER \(stack.map { "--stack \($0.rawValue) " } ?? "")--seed \(seed) --epochs \(plan.epochs) --batch \(plan.batchSize) "
              + "--rate \(plan.rate) --held-out \(plan.heldOut)")),
        .init("network", .string(plan.network.name)),
        .init("parameters", .integer(plan.network.parameters)),
        .init("seed", .string(String(seed))), .init("digits", .integer(digits)),
        .init("heldOut", .integer(plan.heldOut)),
        .init("epoch", .integer(epoch.number)), .init("accuracy", epoch.marks.json),
      ] + (withoutBlocks.map { [.init("heldOutWithoutBlock", .array($0.map { .number($0) }))] } ?? []))
  }
}

extension DigitExamination.Marks {
  fileprivate var text: String {
    "held out \(percent(heldOut)), coarse \(percent(coarse)), ink or paper \(percent(hard))"
      + (test.map { ", test set \(percent($0))" } ?? "")
  }

  fileprivate var json: JSON {
    .object(
      [.init("heldOut", .number(heldOut)), .init("coarse", .number(coarse)), .init("inkOrPaper", .number(hard))]
        + (test.map { [.init("testSet", .number($0))] } ?? []))
  }
}

/// A part as a percentage.
func percent(_ part: Double) -> String { NumberText.fixed(100 * part, decimals: 2) + " %" }
