using System.Security.Cryptography.X509Certificates;
using MdeHunting.Contract;

namespace MdeHunting.Evidence;

/// <summary>By what the signature and the time stamp of a bag are judged.</summary>
/// <param name="Signing">What checks them; called where there is one of them.</param>
/// <param name="Now">The time of this machine (UTC).</param>
/// <param name="Roots">Root certificates that are trusted besides those of this machine.</param>
/// <param name="ChecksRevocation">Whether issuers are asked what they have revoked.</param>
internal sealed record TrustSettings(Func<IEvidenceSigning> Signing, DateTime Now, IReadOnlyList<X509Certificate2> Roots, bool ChecksRevocation)
{
    /// <summary>The same for a time.</summary>
    public TrustPolicy At(DateTime time) => new(time, Roots, ChecksRevocation);

    /// <summary>What is to be known of revocation, as a sentence.</summary>
    public string Revocation =>
        ChecksRevocation ? "Its issuers were asked, and it wasn't revoked." : "Whether it was revoked wasn't checked; -CheckRevocation does that.";
}
