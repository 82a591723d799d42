using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace VescUartBoot.Hosting.Libraries;

/// <summary>A native library embedded in a single-file program. The system loads libraries only from files.</summary>
/// <param name="name">File name, without the part that identifies the content.</param>
/// <param name="content">Content of the library.</param>
/// <param name="folder">Folder for the unpacked file, writable only by its owner.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class UnpackedLibrary(string name, byte[] content, string folder)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    // Several versions of the program may run at the same time.
    private readonly string _path = Path.Combine(
        folder,
        $"{Path.GetFileNameWithoutExtension(name)}-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}{Path.GetExtension(name)}");

    /// <summary>Returns the file to load: from <paramref name="besideProgram"/> in a package, otherwise the unpacked file of this or an
    /// earlier run.</summary>
    /// <remarks>A file that differs from the embedded content in any byte is not loaded.</remarks>
    /// <exception cref="DllNotFoundException">The library cannot be unpacked.</exception>
    public string FindFile(string besideProgram)
    {
        string beside = Path.Combine(besideProgram, name);
        return IsWhole(beside) && (File.GetUnixFileMode(besideProgram) & Others) == UnixFileMode.None ? beside : Unpack();
    }

    private string Unpack()
    {
        try
        {
            // Also sets the mode of an existing folder; this fails for a folder of another user.
            Directory.CreateDirectory(folder, Owner);
            File.SetUnixFileMode(folder, Owner);
            if (!IsWhole(_path))
            {
                string unfinished = Path.Combine(folder, Path.GetRandomFileName());
                using (var file = new FileStream(unfinished,
                    new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Owner }))
                {
                    file.Write(content);
                }

                File.Move(unfinished, _path, overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DllNotFoundException($"its library {name} could not be unpacked into {folder}: {e.Message}", e);
        }

        return IsWhole(_path) ? _path
            : throw new DllNotFoundException($"its library {name} was changed by another program while it was unpacked into {folder}");
    }

    private bool IsWhole(string path) => File.Exists(path) && new FileInfo(path).Length == content.Length
        && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
}
