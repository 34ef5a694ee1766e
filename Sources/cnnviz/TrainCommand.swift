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

/// Trains the digit network and writes its weights.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train the digit network on MNIST and write its weights.",
    discussion: """
      After every epoch the network reads digits that it does not learn from: the last of the training files, as they
      are and as if drawn on a coarse grid, and those of the t10k files where the folder has them. The weights that
      read most of the held-out digits are kept; Ctrl-C ends the training and leaves them.

      The same options make the same weights on the same machine, with any number of threads.

      Example:
        cnnviz train --mnist ~/mnist --out digits.safetensors
      """)

  @Option(
    help: ArgumentHelp(
      "The folder with MNIST's files, train-images-idx3-ubyte and so on, or .gz.", valueName: "folder"),
    completion: .directory)
  var mnist: String

  @Option(help: "What the first weights, the order of the digits and their variations follow from.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many times to go through all digits.", valueName: "count"))
  var epochs = 20

  @Option(help: ArgumentHelp("Over how many digits a gradient is averaged.", valueName: "count"))
  var batch = 64

  @Option(
    help: ArgumentHelp("The learning rate of Adam at the start; it falls to 0 along a cosine.", valueName: "rate"))
  var rate: Float = 0.002

  @Option(help: ArgumentHelp("How many of the training digits are held out to judge by.", valueName: "count"))
  var heldOut = 5000

  @Option(help: ArgumentHelp("The file to write; beside it comes one that says how it was made.", valueName: "file"))
  var out = "digits.safetensors"

  @Option(help: ArgumentHelp("How many threads work.", valueName: "count"))
  var threads = Engine.threads

  func validate() throws {
    for (name, value, range) in [
      ("--epochs", epochs, 1...10_000), ("--batch", batch, 1...10_000), ("--held-out", heldOut, 1...1_000_000),
      ("--threads", threads, 1...1024),
    ] where !range.contains(value) {
      throw ValidationError(
        "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound), not \(value).")
    }
    guard rate > 0, rate <= 1 else { throw ValidationError("--rate is a number above 0, at most 1, not \(rate).") }
    guard !out.isEmpty, !out.hasSuffix("/") else { throw ValidationError("--out is the name of a file, not “\(out)”.") }
  }

  func run() throws {
    let files: DigitFolder
    do throws(DigitFileError) {
      files = try DigitFolder(at: mnist)
    } catch {
      throw refuse("\(error).", status: .failure)
    }
    let learned = files.training.count - heldOut
    guard learned > 0 else {
      throw refuse(
        "There are \(files.training.count) digits to learn from, so --held-out \(heldOut) leaves none; hold out fewer.",
        status: .failure)
    }
    let weightsFile = WeightsFile(path: out)
    try weightsFile.checkPlace()
    var course = DigitCourse(
      DigitCourse.Plan(seed: seed, epochs: epochs, batchSize: batch, rate: rate, heldOut: heldOut),
      on: files.training, test: files.test)
    try writeToStandardOutput(
      "\(NumberText.integer(learned)) digits to learn from, \(NumberText.integer(heldOut)) held out, "
        + "\(NumberText.integer(DigitCourse.network.parameters)) weights, threads: \(threads)\n")

    Engine.threads = threads
    Interruption.watch()
    for _ in 1...epochs {
      let start = ContinuousClock.now
      guard let epoch = course.nextEpoch(while: { Interruption.number == nil }) else { break }
      if epoch == course.best {
        try weightsFile.write(epoch.parameters, record: record(digits: learned, epoch))
      }
      try writeToStandardOutput(
        "epoch \(epoch.number) of \(epochs): loss \(NumberText.fixed(epoch.loss, decimals: 4)), learned "
          + "\(percent(epoch.accuracy)); \(epoch.marks.text)  (\((ContinuousClock.now - start).components.seconds) s)\n"
      )
    }
    let ending = course.best.map { "\(out) has the weights of epoch \($0.number): \($0.marks.text)." }
    if let number = Interruption.number {
      writeToStandardError("Stopped. " + (ending ?? "No epoch was complete, so nothing was written."))
      throw ExitCode(128 + number)
    }
    if let ending { try writeToStandardOutput(ending + "\n") }
  }

  /// How the weights were made, and how well they read: for those who want to make them again.
  private func record(digits: Int, _ epoch: DigitCourse.Epoch) -> JSON {
    .object([
      .init(
        "command",
        .string(
          "cnnviz train --mnist FOLDER --seed \(seed) --epochs \(epochs) --batch \(batch) --rate \(rate) "
            + "--held-out \(heldOut)")),
      .init("network", .string(DigitCourse.network.name)),
      .init("parameters", .integer(DigitCourse.network.parameters)),
      .init("seed", .string(String(seed))), .init("digits", .integer(digits)), .init("heldOut", .integer(heldOut)),
      .init("epoch", .integer(epoch.number)), .init("accuracy", epoch.marks.json),
    ])
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
private func percent(_ part: Double) -> String { NumberText.fixed(100 * part, decimals: 2) + " %" }
