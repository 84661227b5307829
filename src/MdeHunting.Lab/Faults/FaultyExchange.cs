using MdeHunting.Lab.HuntingApi;

namespace MdeHunting.Lab.Faults;

/// <summary>A hunting request whose answer a fault makes.</summary>
/// <param name="Context">Where the answer goes.</param>
/// <param name="Dialect">How the service speaks.</param>
/// <param name="Answer">Makes the true answer's body.</param>
internal sealed record FaultyExchange(HttpContext Context, HuntingDialect Dialect, Func<AnswerBody> Answer);
