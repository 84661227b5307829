namespace MdeHunting.Lab.Tokens;

/// <summary>How a client proved who it is; the number is a token's "appidacr".</summary>
internal enum ClientProof
{
    None = 0,
    Secret = 1,
    Assertion = 2,
}
