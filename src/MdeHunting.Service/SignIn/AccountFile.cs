using System.Globalization;
using MdeHunting.Contract;

namespace MdeHunting.Service.SignIn;

/// <summary>What the files of accounts have in common.</summary>
internal static class AccountFile
{
    // A hundred accounts have less than one.
    private const long LargestFile = 16 * 1024 * 1024;

    /// <summary>Requires that a file can be one of accounts, before it is read.</summary>
    /// <exception cref="IOException">It is a folder.</exception>
    /// <exception cref="InvalidDataException">It is larger than that.</exception>
    public static void Require(string path)
    {
        RequireNoFolder(path);
        var file = new FileInfo(path);
        if (file.Exists && file.Length > LargestFile)
        {
            throw new InvalidDataException(
                string.Format(CultureInfo.InvariantCulture, "it has {0:N0} bytes, which is more than saved accounts can have", file.Length)
            );
        }
    }

    /// <summary>Requires that a path is not a folder's.</summary>
    /// <exception cref="IOException">It is.</exception>
    public static void RequireNoFolder(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder.");
        }
    }

    /// <summary>Gives a file another name, which none has yet.</summary>
    public static string SetAside(string path)
    {
        var aside = SharedFile.NameAside(path, ".damaged", static name => File.Exists(name) || Directory.Exists(name));
        File.Move(path, aside);
        return aside;
    }
}
