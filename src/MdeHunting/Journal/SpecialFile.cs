using System.Runtime.InteropServices;
using System.Text;

namespace MdeHunting.Journal;

/// <summary>Tells a named pipe, a socket, or a device from an empty file, on systems whose folders can have them. .NET tells nobody.</summary>
internal static class SpecialFile
{
    private const int ReadOnly = 0;
    private const int FromEnd = 2;

    // O_NONBLOCK: to open a pipe waits for nobody then.
    private const int NonBlockingOfLinux = 0x800;
    private const int NonBlockingOfMac = 0x4;

    // ENXIO, and EOPNOTSUPP of Linux and of macOS: a socket can't be opened. What fails otherwise is told by who reads it.
    private static readonly int[] CannotBeOpened = [6, 95, 102];

    /// <summary>Whether something of the length 0 is one.</summary>
    public static bool Is(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return false;
        }

        var file = Open(
            Encoding.UTF8.GetBytes(path + "\0"),
            ReadOnly | (RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? NonBlockingOfMac : NonBlockingOfLinux)
        );
        if (file < 0)
        {
            return CannotBeOpened.Contains(Marshal.GetLastWin32Error());
        }

        try
        {
            // A pipe has no place to seek, and a device has more to read than its length; a file may have grown meanwhile.
            return LengthOf(file) is var before
                && (before < 0 || (before == 0 && Read(file, new byte[1], new IntPtr(1)) != IntPtr.Zero && LengthOf(file) == 0));
        }
        finally
        {
            Close(file);
        }
    }

    private static long LengthOf(int file) => Seek(file, IntPtr.Zero, FromEnd).ToInt64();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "lseek", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr Seek(int file, IntPtr offset, int from);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr Read(int file, byte[] buffer, IntPtr count);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
