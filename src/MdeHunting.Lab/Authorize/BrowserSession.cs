using MdeHunting.Lab.Directory;

namespace MdeHunting.Lab.Authorize;

/// <summary>How far a person has come on the sign-in page, for a device's code or for an application's own request.</summary>
/// <param name="Context">What the page's forms carry to be recognised by.</param>
/// <param name="UserCode">The code that was entered.</param>
/// <param name="Request">What an application sent the browser with.</param>
internal sealed record BrowserSession(string Context, string? UserCode, AuthorizationRequest? Request)
{
    public LabAccount? Account { get; init; }

    /// <summary>The number that the page shows and the person's phone asks for.</summary>
    public int Number { get; init; }

    public bool IsConfirmed { get; init; }
}
