import ArgumentParser
import CellCanvas
import ConvolutionEngine
import JSONText
import Lecture
import Photos
import PictureFiles

/// Says what a trained network takes pictures for.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify", abstract: "Say what a trained network takes pictures for.",
    discussion: """
      Of each picture the middle is taken, as large as the network wants it. Folders are gone through; where one holds a
      folder for each class, as cnnviz train --images takes them, it is also said how many were taken for what they are.

      Examples:
        cnnviz classify dog.jpg cat.jpg
        cnnviz classify ship truck    (the program's own pictures)
        cnnviz classify ~/test-pictures --json
        cnnviz classify leaf.jpg --weights leaves.safetensors
        cnnviz classify photo.jpg --network alexnet --weights alexnet.safetensors --labels names.txt
      """)

  @Argument(help: ArgumentHelp("Pictures, or folders of pictures.", valueName: "file"), completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The network, or a file: photos and digits have weights in the program; the others need --weights.",
      valueName: "network"),
    completion: .list(Network.names))
  var network = "photos"

  @Option(
    help: ArgumentHelp("Other weights: a safetensors file.", valueName: "file"),
    completion: .file(extensions: ["safetensors"]))
  var weights: String?

  @Option(help: ArgumentHelp("The names of the classes, one a line.", valueName: "file"), completion: .file())
  var labels: String?

  @Flag(help: "Write JSON.")
  var json = false

  @Option(help: ArgumentHelp("How many threads work.", valueName: "count"))
  var threads = Engine.threads

  func validate() throws {
    try NetworkChoice(word: network, size: nil).check()
    guard !files.isEmpty else { throw ValidationError("Name a picture, or a folder of pictures.") }
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads is a whole number from 1 to 1024, not \(threads).")
    }
  }

  func run() throws {
    Engine.threads = threads
    let classifier = try Classifier(network: network, weights: weights, labels: labels)
    let pictures = try files.flatMap { try PictureToClassify.all(at: $0, classes: classifier.classes) }
    Interruption.watch()
    var line = ProgressLine()
    var report = ClassificationReport(classifier: classifier)
    for (index, picture) in pictures.enumerated() {
      if let number = Interruption.number {
        line.clear()
        writeToStandardError("Stopped after \(index) of \(pictures.count) pictures.")
        throw ExitCode(128 + number)
      }
      line.show("\(NumberText.integer(index)) of \(NumberText.integer(pictures.count)) pictures")
      do throws(PictureFileError) {
        report.add(picture, classifier.probabilities(of: try namedPicture(picture.path)))
      } catch {
        line.clear()
        throw refuse("\(error).", status: .failure)
      }
    }
    line.clear()
    try writeToStandardOutput(json ? report.json.pretty : report.text)
  }
}

/// A picture in a file, and what it shows where its folder says so.
struct PictureToClassify {
  let path: String
  /// The number of the class among the network's.
  let label: Int?

  /// A file, or all pictures of a folder.
  ///
  /// - Throws: an exit status after the sentence that says what is wrong with the folder.
  static func all(at path: String, classes: [String]) throws -> [PictureToClassify] {
    do {
      switch try PhotoFolder.contents(of: path) {
      case .file: return [PictureToClassify(path: path, label: nil)]
      case .pictures(let files): return files.map { PictureToClassify(path: $0, label: nil) }
      case .classes(let folder):
        let numbers = try folder.classes.map { name in
          guard let number = classes.firstIndex(where: { $0.lowercased() == name.lowercased() }) else {
            throw UnknownClass(name: name)
          }
          return number
        }
        return folder.entries.map { PictureToClassify(path: $0.path, label: numbers[$0.label]) }
      }
    } catch let error as PhotoFileError {
      throw refuse("\(error).", status: .failure)
    } catch let error as UnknownClass {
      throw refuse(
        "“\(path)” has a folder “\(error.name)”, which is no class of this network; "
          + (classes.count > 20 ? "there are \(classes.count), --labels names them." : "there are \(listed(classes))."),
        status: .failure)
    }
  }

  private struct UnknownClass: Error {
    let name: String
  }
}
