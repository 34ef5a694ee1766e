#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Whole files: read at once, and replaced so that what was there is lost only to what is complete.
public enum Files {
  /// All bytes of a file, a pipe or a device.
  ///
  /// - Throws: `FileFault`, `tooLarge` when there are more than `most`.
  public static func bytes(
    of path: String, most: Int, patience: Duration = InputFile.standardPatience
  ) throws(FileFault) -> [UInt8] {
    try InputFile(path, patience: patience).rest(most: most)
  }

  /// The names of all that is in a folder, sorted.
  ///
  /// - Throws: `FileFault` when it is none, or may not be read.
  public static func names(in folder: String) throws(FileFault) -> [String] {
    guard let stream = opendir(folder) else { throw .last }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Whether a folder has this name.
  public static func isFolder(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a file has this name, no folder, pipe or device.
  public static func isOrdinary(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
  }

  /// Whether there is something under this name.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The path from the root on to what is there under a name; the name itself where that cannot be told.
  public static func wholePath(_ path: String) -> String {
    guard let whole = realpath(path, nil) else { return path }
    defer { free(whole) }
    return String(cString: whole)
  }

  // MARK: Writing

  /// Writes a file; what was there under its name, with its permissions and behind links, is only replaced by all of
  /// `bytes`. Into a pipe or a device they are written as they are.
  public static func replace(_ path: String, with bytes: [UInt8]) throws(FileFault) {
    let target = try destination(of: path)
    guard target.isOrdinary else {
      let descriptor = retrying { open(target.path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
      guard descriptor >= 0 else { throw .last }
      return try finish(descriptor, bytes)
    }
    let (part, descriptor) = try createPart(of: target.path)
    do throws(FileFault) {
      if let mode = target.mode, fchmod(descriptor, mode) != 0 {
        let fault = FileFault.last
        close(descriptor)
        throw fault
      }
      try finish(descriptor, bytes)
      guard rename(part, target.path) == 0 else { throw .last }
    } catch {
      unlink(part)
      throw error
    }
  }

  /// Creates a file that is not there yet, whole or not at all.
  ///
  /// - Throws: `FileFault`, of which `isExisting` holds when something is there under its name.
  public static func create(_ path: String, with bytes: [UInt8]) throws(FileFault) {
    let descriptor = retrying { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else { throw .last }
    do throws(FileFault) { try finish(descriptor, bytes) } catch {
      unlink(path)
      throw error
    }
  }

  /// Deletes a file, where there is one.
  public static func remove(_ path: String) { unlink(path) }

  /// Refuses a name under which `replace` could write nothing, before the work is done.
  public static func checkReplaceable(_ path: String) throws(FileFault) {
    let target = try destination(of: path)
    guard target.isOrdinary else {
      guard access(target.path, W_OK) == 0 else { throw .last }
      return
    }
    let (part, descriptor) = try createPart(of: target.path)
    close(descriptor)
    unlink(part)
  }

  /// Writes all bytes to an open descriptor, and waits where its reader is slow.
  public static func write(_ bytes: [UInt8], to descriptor: Int32) throws(FileFault) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        retrying { systemWrite(descriptor, all.baseAddress.map { $0 + written }, all.count - written) }
      }
      if count > 0 {
        written += count
      } else if count < 0, errno != EAGAIN {
        throw .last
      } else {
        _ = isReady(descriptor, for: Int16(POLLOUT), within: .seconds(1))
      }
    }
  }

  // MARK: Helpers

  /// Where a name leads.
  private struct Destination {
    let path: String
    /// Whether a file is there, or nothing.
    let isOrdinary: Bool
    /// The permissions of the file that is there.
    let mode: mode_t?
  }

  /// Follows links, also one that leads to nothing yet.
  private static func destination(of path: String) throws(FileFault) -> Destination {
    guard !path.isEmpty else { throw .system(code: ENOENT) }
    var path = path
    // As many links in a row as Linux follows.
    for _ in 0..<40 {
      var status = stat()
      guard lstat(path, &status) == 0 else {
        guard errno == ENOENT else { throw .last }
        return Destination(path: path, isOrdinary: true, mode: nil)
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: throw .folder
      case S_IFREG: return Destination(path: path, isOrdinary: true, mode: status.st_mode & 0o7777)
      case S_IFLNK: path = try target(ofLink: path)
      default: return Destination(path: path, isOrdinary: false, mode: nil)
      }
    }
    throw .system(code: ELOOP)
  }

  private static func target(ofLink path: String) throws(FileFault) -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { throw .last }
    let target = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    return target.hasPrefix("/") ? target : folder(of: path) + target
  }

  /// Everything up to the last slash, with it; empty in the current folder.
  private static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

  /// Creates a file beside `path` under a name that nobody has.
  private static func createPart(of path: String) throws(FileFault) -> (path: String, descriptor: Int32) {
    let folder = folder(of: path)
    let name = path.dropFirst(folder.count).prefix(60)
    var attempt = 0
    while true {
      let part = "\(folder).\(name).\(getpid())-\(attempt).part"
      let descriptor = retrying { open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
      if descriptor >= 0 { return (part, descriptor) }
      guard errno == EEXIST, attempt < 100 else { throw .last }
      attempt += 1
    }
  }

  /// Writes all bytes and closes the descriptor; a full disk may be reported by the closing only.
  private static func finish(_ descriptor: Int32, _ bytes: [UInt8]) throws(FileFault) {
    do throws(FileFault) { try write(bytes, to: descriptor) } catch {
      close(descriptor)
      throw error
    }
    guard close(descriptor) == 0 else { throw .last }
  }
}

/// `write` of the C library, which the type's own would hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
