namespace MdeHunting.Contract;

/// <summary>What a person needs to sign in with a device code (RFC 8628, section 3.2).</summary>
/// <param name="Message">The service's sentence for the person: the address and the code.</param>
/// <param name="UserCode">The code to enter.</param>
/// <param name="Address">The page to enter it on.</param>
/// <param name="Lifetime">How long the code can be used, from now.</param>
internal sealed record DeviceCodeNotice(string Message, string UserCode, string Address, TimeSpan Lifetime);
