using System.Security.Cryptography;

namespace MdeHunting.Lab.Directory;

/// <summary>Makes the lab's RSA keys. One takes a tenth of a second, so that tests, which start hundreds of labs, put a source of their own here.</summary>
internal static class RsaKeys
{
    public static Func<RSA> Create { get; set; } = static () => RSA.Create(2048);
}
