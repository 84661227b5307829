using MdeHunting.Contract;

namespace MdeHunting.Isolation;

/// <summary>The private part that signs and time-stamps.</summary>
internal static class SigningLoader
{
    /// <summary>The part; loaded when it is first needed.</summary>
    public static IEvidenceSigning Signing => PrivatePart<IEvidenceSigning>.Load("signing", "MdeHunting.Signing.EvidenceSigning");
}
