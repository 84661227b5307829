using MdeHunting.Contract;

namespace MdeHunting.Service.SignIn;

/// <summary>
/// Compares who signed in with who was asked for, and at each renewal with who signed in first: the API, so that no token gets to a service that it is not for,
/// the tenant, so that no query runs in another customer's, and the account, so that none runs as somebody else.
/// </summary>
/// <param name="tenantId">The tenant's id that was asked for; null where none was.</param>
/// <param name="username">The account that was asked for; null where any will do.</param>
/// <param name="audience">Compares the API.</param>
internal sealed class IdentityCheck(string? tenantId, string? username, AudienceCheck audience)
{
    private readonly List<string> _notes = [];
    private SignedInIdentity? _first;

    /// <summary>What could not be compared.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_notes)
            {
                return [.. _notes];
            }
        }
    }

    /// <summary>Requires that it is who was asked for. The first that is becomes the one that all later ones have to be.</summary>
    /// <param name="identity">Who signed in.</param>
    /// <param name="messages">Told what cannot be known; null where nobody listens.</param>
    /// <exception cref="SignInException">It is another tenant or another account, or the token is for another API.</exception>
    public async Task RequireAsync(SignedInIdentity identity, IMessageSink? messages)
    {
        audience.Require(identity.Audiences);
        TenantCheck.Require(tenantId ?? _first?.Tenants.FirstOrDefault(), identity.Tenants);
        if (identity is { ObjectId: { } signedIn, TokenObjectId: { } told } && !string.Equals(signedIn, told, StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong($"The sign-in names two accounts: {signedIn}, and in the token {told}.", username ?? signedIn, string.Empty);
        }

        if (_first is { } first)
        {
            RequireAllOf(first, identity);
            await RequireSameAsync(first, identity, messages).ConfigureAwait(false);
            return;
        }

        await NoteMissingAsync(identity, messages).ConfigureAwait(false);
        if (username is not null)
        {
            await RequireNamedAsync(username, identity, messages).ConfigureAwait(false);
        }

        _first = identity;
    }

    // A token may be opaque by design, and then stays so; one that told whose it is and no longer does is another's.
    private void RequireAllOf(SignedInIdentity first, SignedInIdentity now)
    {
        if (first.TokenTenantId is { } tenant && now.TokenTenantId is null)
        {
            throw TenantCheck.NotTold(tenant);
        }

        if (first.TokenObjectId is { } account && now.TokenObjectId is null)
        {
            throw new SignInException(
                SignInFailure.WrongAccount,
                $"A renewed token doesn't state whose it is (oid), although the connection's first token did: {first.Name ?? account}.",
                TenantCheck.Changed
            )
            {
                Target = first.Name ?? account,
            };
        }

        if (first.Audiences.Count > 0 && now.Audiences.Count == 0)
        {
            throw audience.NotTold();
        }
    }

    private async Task NoteMissingAsync(SignedInIdentity identity, IMessageSink? messages)
    {
        var tenant = tenantId is null ? "its tenant" : $"whether it's of the tenant {tenantId}";
        if (!identity.IsTokenReadable)
        {
            if (!identity.IsTold)
            {
                await NoteAsync($"The token can't be read, so {tenant} and whose it is couldn't be checked.", messages).ConfigureAwait(false);
            }
            else if (messages is not null)
            {
                await messages
                    .VerboseAsync("The token can't be read, so its own tenant isn't known. The tenant that the sign-in reports was compared instead.")
                    .ConfigureAwait(false);
            }

            return;
        }

        if (identity.Audiences.Count == 0)
        {
            await NoteAsync(audience.Note, messages).ConfigureAwait(false);
        }

        if (identity.TokenTenantId is null)
        {
            await NoteAsync($"The token doesn't state its tenant (tid), so {tenant} couldn't be checked.", messages).ConfigureAwait(false);
        }

        if (identity.TokenObjectId is null)
        {
            await NoteAsync(
                    $"The token doesn't state whose it is (oid), so the module couldn't check that it belongs to {identity.Name ?? "the account that signed in"}.",
                    messages
                )
                .ConfigureAwait(false);
        }
    }

    private async Task RequireNamedAsync(string name, SignedInIdentity identity, IMessageSink? messages)
    {
        if (SignedInIdentity.IsOneOf(identity.Names, name))
        {
            return;
        }

        if (identity.Name is { } other)
        {
            throw Wrong($"You signed in as {other}, but {name} was requested.", name, ", or remove -Username");
        }

        await NoteAsync($"The name of the account that signed in isn't known, so the module couldn't check that it's {name}.", messages).ConfigureAwait(false);
    }

    private async Task RequireSameAsync(SignedInIdentity first, SignedInIdentity now, IMessageSink? messages)
    {
        (string?, string?)[] ids = [(first.ObjectId, now.ObjectId), (first.TokenObjectId, now.TokenObjectId), (first.HomeAccountId, now.HomeAccountId)];
        var told = ids.Where(id => id is (not null, not null)).ToList();
        var isSame =
            told.Count > 0
                ? told.TrueForAll(id => string.Equals(id.Item1, id.Item2, StringComparison.OrdinalIgnoreCase))
                : first.Names.Count == 0 || now.Names.Count == 0 || now.Names.Intersect(first.Names, StringComparer.OrdinalIgnoreCase).Any();
        if (!isSame)
        {
            var before = first.Name ?? first.TokenObjectId ?? first.ObjectId ?? first.HomeAccountId!;
            var after = now.Name ?? now.TokenObjectId ?? now.ObjectId ?? now.HomeAccountId!;
            throw Wrong(
                string.Equals(before, after, StringComparison.OrdinalIgnoreCase)
                    ? $"A different account named {after} signed in than the connection's own."
                    : $"You signed in as {after}, but the connection belongs to {before}.",
                before,
                ". To hunt as another account, connect as that one with Connect-MdeTenant"
            );
        }

        if (told.Count == 0 && first.IsKnown && (first.Names.Count == 0 || now.Names.Count == 0))
        {
            await NoteAsync(
                    $"A renewed token doesn't state whose it is, so the module couldn't check that it still belongs to "
                        + $"{first.Name ?? "the account that signed in"}.",
                    messages
                )
                .ConfigureAwait(false);
        }
    }

    private async Task NoteAsync(string note, IMessageSink? messages)
    {
        lock (_notes)
        {
            if (_notes.Contains(note))
            {
                return;
            }

            _notes.Add(note);
        }

        if (messages is not null)
        {
            await messages.WarnAsync(note).ConfigureAwait(false);
        }
    }

    private static SignInException Wrong(string what, string target, string next) =>
        new(SignInFailure.WrongAccount, what, $"Sign in as {target}, in a private browser window if another account is remembered there{next}.")
        {
            Target = target,
        };
}
