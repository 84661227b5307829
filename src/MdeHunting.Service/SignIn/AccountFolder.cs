#if NET
using System.Runtime.Versioning;
#endif

namespace MdeHunting.Service.SignIn;

/// <summary>
/// The folder that accounts are kept in, as far as it can be made its owner's alone. What somebody else has put there is not used: a link would lead elsewhere,
/// a pipe would be waited for, and a file that others can write is not what this module wrote. On Windows the folder is the user's own by what it inherits.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class AccountFolder(string path)
{
    /// <summary>Makes it, and what is in it, the user's own.</summary>
    /// <returns>What had to be changed, to be told; null where nothing had to be.</returns>
    /// <exception cref="IOException">It cannot be made the user's own.</exception>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    public string? Secure()
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return SecureModes();
        }
#endif
        Directory.CreateDirectory(path);
        return null;
    }

#if NET
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    [UnsupportedOSPlatform("windows")]
    private string? SecureModes()
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, Owner);
        }

        var open = new List<string>();
        Tighten(path, isSecret: false, open);
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is not null)
            {
                throw new IOException($"'{entry.FullName}' is a link, and accounts aren't saved behind a link.");
            }

            if (entry is not FileInfo file)
            {
                continue;
            }

            // An empty file keeps nothing, and a pipe or a device has no length: neither is opened. A lock is held open by whoever works here now, and of
            // plain accounts that are gone their reader tells.
            var isPlain = file.Name.IndexOf(PlainAccounts.Suffix, StringComparison.Ordinal) >= 0;
            if (file.Length == 0 && !isPlain && !file.Name.EndsWith(".lockfile", StringComparison.Ordinal))
            {
                file.Delete();
                continue;
            }

            Tighten(file.FullName, isPlain, open);
        }

        return open.Count == 0
            ? null
            : $"Others could read or change {string.Join(" and ", open)}, and no longer can. If that wasn't you, end with Disconnect-MdeTenant "
                + "-ForgetAccount, and sign in again.";
    }

    // Only its owner can change its mode, so that this refuses what is somebody else's.
    [UnsupportedOSPlatform("windows")]
    private static void Tighten(string entry, bool isSecret, List<string> open)
    {
        var mode = File.GetUnixFileMode(entry);
        File.SetUnixFileMode(entry, mode & ~Others);
        if ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0 || (isSecret && (mode & Others) != 0))
        {
            open.Add($"'{entry}'");
        }
    }
#endif
}
