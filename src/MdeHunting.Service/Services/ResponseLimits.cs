namespace MdeHunting.Service.Services;

/// <summary>How large a response can be.</summary>
/// <param name="Rows">How many rows it has at the most; the service cuts the rest off without a word.</param>
/// <param name="Bytes">How many bytes it may have; the service refuses a larger one.</param>
internal readonly record struct ResponseLimits(int Rows, long Bytes)
{
    /// <summary>How many bytes are taken in of a response on the wire; see <see cref="ReceivingLimits"/>.</summary>
    public long WireBytes => Times(Bytes, ReceivingLimits.WireFactor);

    /// <summary>How many bytes of JSON are read of a response.</summary>
    public long ContentBytes => Times(Bytes, ReceivingLimits.ContentFactor);

    /// <summary>How many rows are read of a response.</summary>
    public long MostRows => Times(Rows, ReceivingLimits.RowFactor);

    /// <summary>
    /// The limits of a service, or those that the connection names where they are wider: a tighter one of a connection's is no promise of the service's.
    /// </summary>
    public static ResponseLimits Wider(ResponseLimits one, ResponseLimits other) => new(Math.Max(one.Rows, other.Rows), Math.Max(one.Bytes, other.Bytes));

    private static long Times(long limit, int factor) => limit > long.MaxValue / factor ? long.MaxValue : limit * factor;
}
