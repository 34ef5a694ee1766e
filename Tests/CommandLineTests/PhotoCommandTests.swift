import ConvolutionEngine
import Foundation
import Testing

@Suite struct PhotoCommandTests {
  /// Calls `use` with a folder that holds a folder for each of three colours, with pictures of that colour and specks.
  private func withColors(_ count: Int, _ use: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (channel, name) in ["red", "green", "blue"].enumerated() {
      let place = folder.appendingPathComponent("pictures/" + name)
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      for index in 0..<count {
        let noise = SeededGenerator(seed: UInt64(100 * channel + index))
        let bytes = (0..<3 * 256).map { place in
          UInt8((place % 3 == channel ? 180 : 60) + noise.integer(at: place, in: -40...40))
        }
        let file = place.appendingPathComponent(String(format: "%03d.ppm", index))
        try Data(Array("P6\n16 16\n255\n".utf8) + bytes).write(to: file)
      }
    }
    try use(folder)
  }

  @Test func whatIsTrainedClassifies() throws {
    try withColors(30) { folder in
      let pictures = folder.appendingPathComponent("pictures").path
      let files = ["first", "second"].map { folder.appendingPathComponent($0 + ".safetensors").path }
      for (threads, file) in zip(["1", "2"], files) {
        let outcome = try BuiltCommand.run(
          "train", "--images", pictures, "--side", "16", "--epochs", "3", "--batch", "12", "--rate", "0.1",
          "--held-out",
          "21", "--seed", "5", "--threads", threads, "--out", file)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(
          lines.count == 6 && lines[0].hasPrefix("69 pictures of 3 classes to learn from, 21 held out, 335,011 weights")
        )
        #expect(lines[1].hasPrefix("epoch 1 of 3: loss ") && lines[1].hasSuffix(" left)"))
        #expect(lines[4].hasPrefix(file + " has the weights of epoch "))
        #expect(
          lines[5].hasPrefix("Each class, held out: blue ") && lines[5].contains(", green ")
            && lines[5].contains(", red "))
      }
      // The same bytes with one thread and two.
      let bytes = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      #expect(bytes[0] == bytes[1])
      let record = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("first.json")))
      let facts = try #require(record as? [String: Any])
      #expect(
        facts["command"] as? String
          == "cnnviz train --images FOLDER --seed 5 --epochs 3 --batch 12 --rate 0.1 --held-out 21 --side 16")
      #expect((facts["classes"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["blue", "green", "red"])

      let outcome = try BuiltCommand.run("classify", pictures, "--weights", files[0], "--json")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let answer = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let told = try #require(answer as? [String: Any])
      let accuracy = try #require(told["accuracy"] as? Double)
      #expect(accuracy > 0.8 && accuracy <= 1)
      let list = try #require(told["pictures"] as? [[String: Any]])
      #expect(list.count == 90)
      // The accuracy is what the answers say.
      let right = list.count { picture in
        (picture["answers"] as? [[String: Any]])?.first?["class"] as? String == picture["class"] as? String
      }
      #expect(abs(Double(right) / 90 - accuracy) < 1e-9)
      let confusion = try #require(told["confusion"] as? [[Int]])
      #expect(
        confusion.map { $0.reduce(0, +) } == [30, 30, 30] && (0..<3).map { confusion[$0][$0] }.reduce(0, +) == right)
      for picture in list {
        let answers = try #require(picture["answers"] as? [[String: Any]])
        let probabilities = answers.compactMap { $0["probability"] as? Double }
        #expect(probabilities.count == 3 && probabilities == probabilities.sorted(by: >))
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
      }
      let text = try BuiltCommand.run("classify", pictures, "--weights", files[0])
      #expect(text.output.contains("\(right) of 90 are taken for what they are: "))
      #expect(text.output.contains("most often taken for") && text.output.contains("is \\ taken for"))
    }
  }

  @Test func picturesAreListedWithBars() throws {
    let outcome = try BuiltCommand.run("classify", "ship", "frog")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 7 && lines[0].hasPrefix("picture") && lines[0].contains("probability"))
    #expect(lines[1].hasPrefix("ship  ") && lines[4].hasPrefix("frog  ") && lines[1].contains("█"))
    #expect(lines[1...].allSatisfy { $0.hasSuffix(" %") })
    #expect(outcome.output.contains("accuracy") == false)
  }

  @Test func digitsAreClassifiedToo() throws {
    try withColors(1) { folder in
      let file = folder.appendingPathComponent("pictures/red/000.ppm").path
      let outcome = try BuiltCommand.run("classify", file, "--network", "digits", "--json")
      #expect(outcome.status == 0 && outcome.output.contains("\"network\": \"digits\""), "\(outcome.errors)")
    }
  }

  @Test func whatIsWrongIsSaidInASentence() throws {
    try withColors(2) { folder in
      let pictures = folder.appendingPathComponent("pictures").path
      let broken = folder.appendingPathComponent("broken.jpg").path
      try Data("no picture".utf8).write(to: URL(fileURLWithPath: broken))
      let labels = folder.appendingPathComponent("labels.txt").path
      try Data("one\ntwo\n".utf8).write(to: URL(fileURLWithPath: labels))
      for (arguments, status, sentence) in [
        ([], 64, "Missing expected argument"),
        (["nowhere.jpg"], 1, "“nowhere.jpg” cannot be read (No such file or directory)"),
        ([broken], 1, "“\(broken)” is no picture that can be read"),
        ([pictures], 1, "“\(pictures)” has a folder “blue”, which is no class of this network; there are airplane"),
        (["ship", "--network", "foto"], 64, "There is no network “foto”"),
        (
          ["ship", "--network", "alexnet"], 64,
          "alexnet has no weights inside of the program; name a file with --weights"
        ),
        (["ship", "--weights", broken], 1, "“\(broken)”"),
        (["ship", "--labels", labels], 1, "“\(labels)” does not fit: there are 2 names for 10 classes."),
        (["ship", "--threads", "0"], 64, "--threads is a whole number from 1 to 1024, not 0."),
      ] {
        let outcome = try BuiltCommand.run(["classify"] + arguments)
        #expect(
          outcome.status == status && outcome.complaint.hasPrefix("Error: " + sentence),
          "\(arguments): \(outcome.errors)")
      }
      let outcome = try BuiltCommand.run("train", "--images", pictures, "--held-out", "6")
      #expect(
        outcome.status == 1
          && outcome.complaint
            == "Error: There are 6 pictures to learn from, so --held-out 6 leaves none; hold out fewer."
      )
      #expect(try BuiltCommand.run("train", "--images", broken).complaint.contains("is no folder"))
    }
  }
}
