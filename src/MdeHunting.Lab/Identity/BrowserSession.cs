namespace MdeHunting.Lab.Identity;

/// <summary>How far a person has come on the sign-in page.</summary>
/// <param name="Context">What the page's forms carry to be recognised by.</param>
/// <param name="UserCode">The code that was entered.</param>
internal sealed record BrowserSession(string Context, string UserCode)
{
    public LabAccount? Account { get; init; }

    /// <summary>The number that the page shows and the person's phone asks for.</summary>
    public int Number { get; init; }

    public bool IsConfirmed { get; init; }
}
