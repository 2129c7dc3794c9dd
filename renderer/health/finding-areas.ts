import { assertNever } from '../../shared/lang/assert-never.ts';
import { type Finding, type FindingLevel, findingLevel } from '../../shared/outbox/finding.ts';

export const AREAS = ['network', 'accounts', 'storage', 'clock', 'program'] as const;

export type Area = (typeof AREAS)[number];

export interface AreaFindings {
  readonly area: Area;
  /** The worst of its findings. */
  readonly level: FindingLevel;
  /** The worst first. */
  readonly findings: readonly { readonly finding: Finding; readonly level: FindingLevel }[];
}

const SEVERITY: Readonly<Record<FindingLevel, number>> = { well: 0, person: 1, unusable: 2 };

/** Findings by what they are about; areas about which nothing was found out are left out. */
export function byArea(findings: readonly Finding[]): readonly AreaFindings[] {
  return AREAS.flatMap((area): readonly AreaFindings[] => {
    const own = findings
      .filter((finding) => areaOf(finding) === area)
      .map((finding) => ({ finding, level: findingLevel(finding) }))
      .toSorted((a, b) => SEVERITY[b.level] - SEVERITY[a.level]);
    const [worst] = own;
    return worst === undefined ? [] : [{ area, level: worst.level, findings: own }];
  });
}

/** Null: the page says it elsewhere. */
function areaOf(finding: Finding): Area | null {
  switch (finding.code) {
    case 'ORIGIN_WELL':
    case 'PAC_WELL':
    case 'PAC_SILENT':
    case 'PAC_WRONG':
    case 'ORIGIN_UNREACHABLE':
    case 'ORIGINS_NOT_ASKED':
      return 'network';
    case 'KEYCHAIN_WELL':
    case 'KEYCHAIN_LOCKED':
    case 'KEYCHAIN_NONE':
    case 'CREDENTIALS_FILE_WRONG':
    case 'SIGN_IN_NEEDED':
    case 'ACCOUNT_WELL':
    case 'PEOPLE_NOT_TOLD_APART':
    case 'ACCOUNTS_FROM':
    case 'ACCOUNT_IN_TROUBLE':
    case 'CA_FILE_WELL':
    case 'CA_FILE_ENDS_SOON':
    case 'CA_FILE_WRONG':
      return 'accounts';
    case 'FOLDER_MISSING':
    case 'FOLDER_WELL':
    case 'FOLDER_NOT_A_FOLDER':
    case 'FOLDER_CLOSED':
    case 'FOLDER_OPEN_TO_OTHERS':
    case 'FOLDER_OF_SOMEBODY_ELSE':
    case 'DISK_NEARLY_FULL':
    case 'DISK_FULL':
    case 'DATABASE_NONE':
    case 'DATABASE_WELL':
    case 'DATABASE_WORKS':
    case 'DATABASE_DAMAGED':
    case 'DATABASE_NEWER':
    case 'DATABASE_FOREIGN':
    case 'DATABASE_UNREADABLE':
    case 'VAULT_WELL':
    case 'VAULT_FILES_MISSING':
      return 'storage';
    case 'CLOCK_WELL':
    case 'CLOCK_JUMPED':
    case 'CLOCK_WENT_BACK':
    case 'CLOCK_DIFFERS':
      return 'clock';
    case 'SETTINGS_INVALID':
    case 'SETTINGS_FROM':
    case 'APPS_FROM':
    case 'POLICY_NONE':
    case 'POLICY_WELL':
    case 'POLICY_INVALID':
    case 'POLICY_OPEN_TO_USERS':
    case 'VERSIONS':
    case 'HOST_RUNNING':
    case 'HOST_SILENT':
      return 'program';
    case 'HOST_NONE':
    case 'ITEMS_NEED_DECISION':
      return null;
    default:
      return assertNever(finding);
  }
}
