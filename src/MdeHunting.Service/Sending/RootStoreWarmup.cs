using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MdeHunting.Service.Sending;

/// <summary>
/// The roots that this machine trusts. .NET on Linux reads all of them when it first looks at a server's certificate, once a process, and that takes as long as
/// a silent sign-in does; Windows and macOS answer for one certificate at a time.
/// </summary>
internal static class RootStoreWarmup
{
    /// <summary>Has them read on another thread, where that takes long.</summary>
    public static Task ReadAsync() => RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? Task.Run(Read) : Task.CompletedTask;

    private static void Read()
    {
        try
        {
            using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
            store.Open(OpenFlags.ReadOnly);
            foreach (var root in store.Certificates)
            {
                root.Dispose();
            }
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            // The connection that needs them says what is wrong with them.
        }
    }
}
