import { SyntaxKind } from 'typescript/unstable/ast';
import { createScanner } from 'typescript/unstable/ast/scanner';

export interface RegexLiteral {
  readonly line: number;
  readonly source: string;
  readonly flags: string;
}

/** After these a slash divides; anywhere else it begins a regular expression. */
const endsOperand: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.Identifier,
  SyntaxKind.PrivateIdentifier,
  SyntaxKind.NumericLiteral,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateTail,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
  SyntaxKind.ThisKeyword,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
  SyntaxKind.NullKeyword,
]);

/** Every regular expression that is written in this TypeScript or JavaScript, those inside template strings too. */
export function findRegexLiterals(code: string): RegexLiteral[] {
  const scanner = createScanner(true);
  scanner.setText(code);
  const found: RegexLiteral[] = [];
  /** How many braces are open inside each template string that is not finished. */
  const templates: number[] = [];
  let before: SyntaxKind = SyntaxKind.Unknown;
  for (let token = scanner.scan(); token !== SyntaxKind.EndOfFile; token = scanner.scan()) {
    const isSlash = token === SyntaxKind.SlashToken || token === SyntaxKind.SlashEqualsToken;
    if (isSlash && !endsOperand.has(before)) {
      token = scanner.reScanSlashToken();
      found.push(toLiteral(scanner.getTokenText(), code.slice(0, scanner.getTokenStart())));
    } else if (token === SyntaxKind.TemplateHead) {
      templates.push(0);
    } else if (templates.length > 0 && token === SyntaxKind.OpenBraceToken) {
      templates.push((templates.pop() ?? 0) + 1);
    } else if (templates.length > 0 && token === SyntaxKind.CloseBraceToken) {
      const open = templates.pop() ?? 0;
      if (open > 0) templates.push(open - 1);
      else {
        token = scanner.reScanTemplateToken(false);
        if (token === SyntaxKind.TemplateMiddle) templates.push(0);
      }
    }
    before = token;
  }
  return found;
}

function toLiteral(text: string, codeBefore: string): RegexLiteral {
  const end = text.lastIndexOf('/');
  return { line: codeBefore.split('\n').length, source: text.slice(1, end), flags: text.slice(end + 1) };
}
