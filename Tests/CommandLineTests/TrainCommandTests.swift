import ConvolutionEngine
import Foundation
import Regions
import Testing

@Suite struct TrainCommandTests {
  @Test func itWritesWeightsAndHowTheyWereMade() throws {
    try DigitFiles.with(50) { folder in
      let files = ["first", "second"].map { folder.appendingPathComponent($0 + ".safetensors").path }
      for (threads, file) in zip(["1", "2"], files) {
        let outcome = try BuiltCommand.run(
          "train", "--mnist", folder.path, "--epochs", "2", "--batch", "7", "--held-out", "10", "--seed", "5",
          "--threads", threads, "--out", file)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 4 && lines[0].hasPrefix("40 digits to learn from, 10 held out, 29,322 weights"))
        #expect(lines[1].hasPrefix("epoch 1 of 2: loss ") && lines[3].hasPrefix(file + " has the weights of epoch "))
      }
      let bytes = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      #expect(bytes[0] == bytes[1])
      _ = try SafetensorsWeights(Safetensors(path: files[0]), for: .digits)
      let record = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appendingPathComponent("first.json")))
      let facts = try #require(record as? [String: Any])
      #expect(
        facts["command"] as? String
          == "cnnviz train --mnist FOLDER --seed 5 --epochs 2 --batch 7 --rate 0.002 --held-out 10")
      #expect(facts["digits"] as? Int == 40 && (facts["accuracy"] as? [String: Any])?["heldOut"] is Double)
    }
  }

  @Test func itTrainsAStackOfBlocks() throws {
    try DigitFiles.with(20) { folder in
      let files = ["first", "second"].map { folder.appendingPathComponent($0 + ".safetensors").path }
      for (threads, file) in zip(["1", "2"], files) {
        let outcome = try BuiltCommand.run(
          "train", "--mnist", folder.path, "--stack", "residual", "--epochs", "1", "--batch", "8", "--held-out", "10",
          "--threads", threads, "--out", file)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("10 digits to learn from, 10 held out, 40,026 weights"))
      }
      let bytes = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      // Two bytes a weight, and the names.
      #expect(bytes[0] == bytes[1] && bytes[0].count < 2 * 40_026 + 4096)
      _ = try SafetensorsWeights(Safetensors(path: files[0]), for: DigitStack(isResidual: true).network)
      let record = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appendingPathComponent("first.json")))
      let facts = try #require(record as? [String: Any])
      #expect(
        facts["command"] as? String
          == "cnnviz train --mnist FOLDER --stack residual --seed 1 --epochs 1 --batch 8 --rate 0.002 --held-out 10")
      #expect((facts["heldOutWithoutBlock"] as? [Double])?.count == 8)
    }
    let refused = try BuiltCommand.run("train", "--regions", "--stack", "plain")
    #expect(refused.status == 64 && refused.errors.contains("--stack goes with --mnist"))
  }

  /// What the command says when it is interrupted after its first epoch; the training would go on for long.
  private func interrupted(_ arguments: [String]) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("kept.safetensors")
    let process = Process()
    process.executableURL = BuiltCommand.url
    process.arguments = ["train", "--epochs", "1000", "--out", file.path] + arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    // A thread of Dispatch blocks signals, and a child inherits that.
    var (none, usual) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &usual)
    try process.run()
    pthread_sigmask(SIG_SETMASK, &usual, nil)
    var text = ""
    while !text.contains("epoch 1 of 1000") {
      let piece = output.fileHandleForReading.availableData
      guard !piece.isEmpty else { break }
      text += String(decoding: piece, as: UTF8.self)
    }
    process.interrupt()
    _ = try output.fileHandleForReading.readToEnd()
    let complaint = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(complaint.hasPrefix("Stopped. \(file.path) has the weights of epoch "), "\(complaint)")
    let weights = try Safetensors(path: file.path)
    if arguments.contains("--regions") {
      _ = try RecurrentLabeller(weights)
    } else {
      _ = try SafetensorsWeights(weights, for: .digits)
    }
  }

  @Test func anInterruptLeavesTheBestWeights() throws {
    try DigitFiles.with(30) { folder in try interrupted(["--mnist", folder.path, "--held-out", "10"]) }
  }

  @Test func anInterruptLeavesTheBestLabeller() throws {
    try interrupted(["--regions", "--scenes", "8", "--held-out", "4"])
  }

  @Test func whatIsWrongIsSaidInASentence() throws {
    try DigitFiles.with(12) { folder in
      let path = folder.path
      let others = folder.appendingPathComponent("model.v2.json")
      try Data("{\"mine\": true}".utf8).write(to: others)
      for (arguments, status, sentence) in [
        (["--epochs", "0"], 64, "--epochs is a whole number from 1 to 10000, not 0."),
        (["--rate", "0"], 64, "--rate is a number above 0, at most 1, not 0.0."),
        (["--out", "here/"], 64, "--out is the name of a file, not “here/”."),
        (["--held-out", "12"], 1, "There are 12 digits to learn from, so --held-out 12 leaves none; hold out fewer."),
        (
          ["--held-out", "2", "--out", "/no/where"], 1,
          "Nothing can be written to “/no/where” (No such file or directory)"
        ),
        (["--held-out", "2", "--out", path], 1, "Nothing can be written to “\(path)” (it is a folder)"),
        (
          ["--held-out", "2", "--out", "weights.json"], 64,
          "“weights.json” would be taken for the record of how the weights were made"
        ),
        (
          ["--held-out", "2", "--out", "\(path)/model.v2"], 1,
          "“\(path)/model.v2.json” is there and was not written by this program"
        ),
      ] {
        let outcome = try BuiltCommand.run(["train", "--mnist", path] + arguments)
        #expect(outcome.status == status && outcome.complaint.hasPrefix("Error: " + sentence), "\(outcome.errors)")
      }
      #expect(try String(contentsOf: others, encoding: .utf8) == "{\"mine\": true}")
      try Data("no".utf8).write(to: folder.appendingPathComponent("train-labels-idx1-ubyte"))
      let outcome = try BuiltCommand.run("train", "--mnist", path)
      #expect(
        outcome.status == 1
          && outcome.complaint
            == "Error: “\(path)/train-labels-idx1-ubyte” is no IDX file, the format of MNIST; download MNIST again."
      )
    }
  }

  @Test func theLabellerIsTrainedOnScenesOfItsOwn() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["first", "second"].map { folder.appendingPathComponent($0 + ".safetensors").path }
    for (threads, file) in zip(["1", "2"], files) {
      let outcome = try BuiltCommand.run(
        "train", "--regions", "--epochs", "2", "--scenes", "16", "--held-out", "3", "--seed", "5", "--threads", threads,
        "--out", file)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == 4 && lines[0].hasPrefix("16 scenes to learn from, 3 held out, 1,059 weights, 6 rounds"))
      #expect(lines[1].hasPrefix("epoch 1 of 2: loss ") && lines[3].hasPrefix(file + " has the weights of epoch "))
    }
    let bytes = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    #expect(bytes[0] == bytes[1])
    let record = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("first.json")))
    let facts = try #require(record as? [String: Any])
    #expect(
      facts["command"] as? String
        == "cnnviz train --regions --seed 5 --epochs 2 --batch 8 --rate 0.01 --scenes 16 --held-out 3")
    #expect((facts["agreement"] as? [Double])?.count == 6)
  }

  @Test func oneNetworkIsTrainedAtATime() throws {
    let one = "Only one is trained at a time: --mnist FOLDER, --images FOLDER or --regions."
    for (arguments, sentence) in [
      ([], "Say what is to be trained: --mnist FOLDER, the digit network, --images FOLDER, the network for "),
      (["--regions", "--mnist", "here"], one), (["--images", "there", "--mnist", "here"], one),
      (["--mnist", "here", "--scenes", "5"], "--scenes goes with --regions, which paints them."),
      (["--mnist", "here", "--side", "32"], "--side goes with --images."),
      (["--images", "here", "--side", "7"], "--side is a whole number from 8 to 256, not 7."),
    ] {
      let outcome = try BuiltCommand.run(["train"] + arguments)
      #expect(outcome.status == 64 && outcome.complaint.hasPrefix("Error: " + sentence), "\(outcome.errors)")
    }
  }
}
