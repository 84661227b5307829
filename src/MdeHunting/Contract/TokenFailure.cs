namespace MdeHunting;

/// <summary>The ways in which a token cannot be read; each name is the ErrorId of its error record.</summary>
public enum TokenFailure
{
    /// <summary>It is not a JSON Web Token; Entra ID may issue such tokens, and only their own service can read them.</summary>
    TokenNotJwt,

    /// <summary>It is an encrypted token (JWE): only its own service can read it.</summary>
    TokenEncrypted,

    /// <summary>The end of the token is missing.</summary>
    TokenTruncated,

    /// <summary>A part of it is not base64url, not UTF-8 or not a JSON object.</summary>
    TokenMalformed,
}
