namespace MdeHunting;

/// <summary>On whose behalf a token speaks.</summary>
public enum TokenKind
{
    /// <summary>The claims do not tell who the token was issued for.</summary>
    Unknown,

    /// <summary>A signed-in user, through an application: the token has scopes (<c>scp</c>).</summary>
    Delegated,

    /// <summary>An application by itself: the token has roles and no scopes.</summary>
    Application,
}
