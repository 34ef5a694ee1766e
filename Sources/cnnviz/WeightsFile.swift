import ConvolutionEngine
import Files
import JSONText

/// Where trained weights are written, and beside them how they were made.
struct WeightsFile {
  /// The weights' own file.
  let path: String

  /// The ending that says what is in it.
  private static let ending = ".safetensors"
  private static let recordEnding = ".json"

  /// The same name with `.json` for `.safetensors`, or behind any other ending.
  var recordPath: String {
    (path.hasSuffix(Self.ending) ? String(path.dropLast(Self.ending.count)) : path) + Self.recordEnding
  }

  /// Refuses a place where nothing can be written, or where something of somebody else's stands, before hours of work
  /// are lost.
  func checkPlace() throws {
    guard !path.lowercased().hasSuffix(Self.recordEnding) else {
      throw refuse(
        "“\(path)” would be taken for the record of how the weights were made, which is called so; name the weights "
          + "“\(path.dropLast(Self.recordEnding.count))\(Self.ending)”.")
    }
    for place in [path, recordPath] {
      do throws(FileFault) { try Files.checkReplaceable(place) } catch {
        throw refuse("Nothing can be written to “\(place)” (\(error)); choose another --out.", status: .failure)
      }
    }
    guard recordIsOurs else {
      throw refuse(
        "“\(recordPath)” is there and was not written by this program, which would replace it; choose another --out.",
        status: .failure)
    }
  }

  /// Whether there is no record yet, or one that this program wrote: it begins with the command.
  private var recordIsOurs: Bool {
    guard Files.exists(recordPath) else { return true }
    let text = (try? Files.bytes(of: recordPath, most: 1 << 16)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return text.prefix(80).contains("\"command\": \"cnnviz train ")
  }

  /// Writes both files; what was there under their names is only replaced by complete ones.
  func write(
    _ weights: [Safetensors.NamedTensor], precision: Safetensors.Precision = .single, metadata: [String: String] = [:],
    record: JSON
  ) throws {
    do throws(SafetensorsError) {
      try Safetensors.write(weights, to: path, precision: precision, metadata: metadata)
    } catch {
      throw refuse("\(error).", status: .failure)
    }
    do throws(FileFault) { try Files.replace(recordPath, with: Array(record.pretty.utf8)) } catch {
      throw refuse("“\(recordPath)” cannot be written (\(error)).", status: .failure)
    }
  }
}
