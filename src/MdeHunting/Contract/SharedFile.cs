namespace MdeHunting.Contract;

/// <summary>What both assemblies know of files that several processes use, and of those that are set aside.</summary>
internal static class SharedFile
{
    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows; elsewhere .NET gives the system's EWOULDBLOCK: 11 on Linux, 35 on macOS
    // (https://learn.microsoft.com/dotnet/api/system.io.fileshare).
    private static readonly int[] InUse = [unchecked((int)0x80070020), unchecked((int)0x80070021), 11, 35];

    /// <summary>Whether a file cannot be opened because another process has it.</summary>
    public static bool IsInUse(Exception exception) => Array.IndexOf(InUse, exception.HResult) >= 0;

    /// <summary>
    /// A name for a file that is set aside, which none has yet: the file's own with what became of it behind, and a number from 2 on where that is taken.
    /// </summary>
    /// <param name="name">The file's own.</param>
    /// <param name="suffix">What became of it.</param>
    /// <param name="isTaken">Whether something has a name.</param>
    public static string NameAside(string name, string suffix, Func<string, bool> isTaken)
    {
        var aside = name + suffix;
        for (var number = 2; isTaken(aside); number++)
        {
            aside = FormattableString.Invariant($"{name}{suffix}-{number}");
        }

        return aside;
    }
}
