import ConvolutionEngine
import Files

/// A network that somebody wrote down in a file.
enum NetworkFile {
  /// Why there is no network in a file; the description is the sentence to show.
  typealias Failure = TextFile.Failure

  /// Whether a word can only be meant as a file, or is one.
  static func isPath(_ word: String) -> Bool {
    word.contains("/") || word.hasSuffix(".txt") || Files.exists(word)
  }

  /// The network in a file, called like the file without its ending.
  static func read(_ path: String) throws(Failure) -> Network {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let name = file.hasSuffix(".txt") ? String(file.dropLast(4)) : file
    do {
      return try Network(
        name: name, title: name, text: TextFile.text(of: path, nature: "a network is a text with one layer a line"))
    } catch let error as NetworkTextError {
      // What ends in a question has its sign already.
      let reason = "\(error)"
      throw Failure(description: "\(path), \(reason)" + (reason.hasSuffix("?") ? "" : "."))
    } catch let error as Failure {
      throw error
    } catch {
      throw Failure(description: "\(path): \(error)")
    }
  }
}
