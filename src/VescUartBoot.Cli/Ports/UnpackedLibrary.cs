using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace VescUartBoot.Cli.Ports;

/// <summary>A native library that a program of one file carries inside. The system loads libraries from files only.</summary>
/// <param name="name">The name of its file, without what tells one content from another.</param>
/// <param name="content">Its bytes.</param>
/// <param name="folder">Where it is unpacked to: others than its owner cannot write there.</param>
[UnsupportedOSPlatform("windows")]
internal sealed class UnpackedLibrary(string name, byte[] content, string folder)
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    // Several versions of the program may run at the same time.
    private readonly string _path = Path.Combine(
        folder,
        $"{Path.GetFileNameWithoutExtension(name)}-{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}{Path.GetExtension(name)}");

    /// <summary>The file to load: the one in <paramref name="besideProgram"/> if that is a package's, else one that is unpacked, or was by
    /// an earlier run.</summary>
    /// <remarks>No file is loaded that differs in one byte from what the program carries.</remarks>
    /// <exception cref="DllNotFoundException">It cannot be unpacked.</exception>
    public string FindFile(string besideProgram)
    {
        string beside = Path.Combine(besideProgram, name);
        return IsWhole(beside) && (File.GetUnixFileMode(besideProgram) & Others) == UnixFileMode.None ? beside : Unpack();
    }

    private string Unpack()
    {
        try
        {
            // The mode of a folder that was there before too; of a folder of somebody else it cannot be changed.
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
