using System.Globalization;

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
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder.");
        }

        var file = new FileInfo(path);
        if (file.Exists && file.Length > LargestFile)
        {
            throw new InvalidDataException(string.Format(CultureInfo.InvariantCulture, "it has {0:N0} bytes, more than accounts can have", file.Length));
        }
    }

    /// <summary>Gives a file another name, which none has yet.</summary>
    public static string SetAside(string path)
    {
        var aside = $"{path}.damaged";
        for (var number = 2; File.Exists(aside) || Directory.Exists(aside); number++)
        {
            aside = FormattableString.Invariant($"{path}.damaged-{number}");
        }

        File.Move(path, aside);
        return aside;
    }
}
